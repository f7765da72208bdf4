// The panel beside the picture: what is known of a node or a tie, its sources, and what can be done with it.
import { button, element, link } from "./dom.js";
import { count, counted, given, say } from "./networds.js";

function fields(about) {
  const list = element("dl", undefined, "fields");
  for (const [name, value] of about) {
    const row = element("div");
    row.append(element("dt", name), element("dd", value));
    list.append(row);
  }
  return list;
}

function heading(...names) {
  const made = element("h2");
  names.forEach((name, place) => {
    if (place) made.append(" – ");
    made.append(element("bdi", name));
  });
  return made;
}

export class Panel {
  constructor(place, page) {
    this.place = place;
    this.page = page;
  }

  nothing(text = say("choose")) {
    this.place.replaceChildren(element("p", text, "quiet"));
  }

  node(id) {
    const { model } = this.page;
    const node = model.nodes.get(id);
    const ties = model.tiesOf(id);
    const about = [...node.about, [say("ties"), count(ties.length)]];
    const parts = [heading(node.label), fields(about)];
    if (node.href) {
      const open = element("p");
      open.append(link(node.href, say("open")));
      parts.push(open);
    }
    parts.push(this.acts(node));
    if (ties.length) parts.push(element("h3", say("neighbours")), this.neighbours(id, ties));
    this.place.replaceChildren(...parts);
    this.place.scrollTop = 0;
  }

  acts(node) {
    const { page } = this;
    const row = element("p", undefined, "acts");
    if (given.expand && node.group === "town") row.append(button(say("expand"), () => page.expand(node.id), "small-button"));
    row.append(button(say(page.model.pinned.has(node.id) ? "unpin" : "pin"), () => page.pin(node.id), "small-button"));
    row.append(button(say("hide"), () => page.toggle(node.id), "small-button"));
    return row;
  }

  neighbours(id, ties) {
    const { page } = this;
    const list = element("ul", undefined, "plain neighbours");
    for (const edge of ties) {
      const item = element("li");
      const other = page.model.other(edge, id);
      const name = button(undefined, () => page.choose(other.id, { move: true }));
      name.append(element("bdi", other.label));
      const how = button(edge.about[1][1], () => page.choose(edge.id), "plain-button tie " + edge.look);
      item.append(name, " ", how);
      list.append(item);
    }
    return list;
  }

  edge(id) {
    const { model } = this.page;
    const edge = model.edges.get(id);
    const ends = [edge.from, edge.to].map((end) => model.nodes.get(end));
    const parts = [heading(...ends.map((node) => node.label)), fields(edge.about)];
    const row = element("p", undefined, "acts");
    for (const node of ends) {
      const to = button(undefined, () => this.page.choose(node.id, { move: true }), "small-button");
      to.append(element("bdi", node.label));
      row.append(to);
    }
    parts.push(row);
    if (edge.sources.length) {
      const list = element("ul", undefined, "plain");
      for (const place of edge.sources) {
        const item = element("li");
        const source = model.sources[place];
        item.append(link(source.url, source.title));
        list.append(item);
      }
      parts.push(element("h3", say("sources")), list);
    }
    this.place.replaceChildren(...parts);
    this.place.scrollTop = 0;
  }

  counted() {
    const { model } = this.page;
    const shown = counted("nodes", model.shown.size);
    const all = model.shown.size < model.nodes.size ? ` ${say("of_all", { count: count(model.nodes.size) })}` : "";
    return `${shown}${all}, ${counted("ties_shown", model.shownEdges.length)}`;
  }
}
