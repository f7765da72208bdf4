// Draws the network picture with vis-network. All texts of data are set as text, never as HTML.
(() => {
  "use strict";
  const place = document.getElementById("network");
  const block = document.getElementById("network-data");
  if (!place || !block) return;
  const { nodes, edges, texts } = JSON.parse(block.textContent);
  const panel = document.getElementById("network-panel");
  const byId = new Map(nodes.map((node) => [node.id, node]));

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function link(address, text) {
    if (!/^(https?:\/\/|\/(?!\/)|\.{1,2}\/)/.test(address ?? "")) return element("span", text);
    const made = element("a", text);
    made.href = address;
    if (address.startsWith("http")) made.rel = "noopener noreferrer external";
    return made;
  }

  // Colours are the style sheet's, so that light and dark come out right on the canvas, too.
  function colours() {
    const probe = element("span");
    document.body.append(probe);
    const found = {};
    for (const name of ["ground", "text", "quiet", "line", "accent", "ring", "event", "other"]) {
      probe.style.color = `var(--${name})`;
      found[name] = getComputedStyle(probe).color;
    }
    probe.remove();
    return found;
  }

  const narrow = place.clientWidth < 0.9 * place.clientHeight;

  function nodeStyle(node, colour) {
    const [x, y] = narrow ? node.tall : [node.x, node.y];
    const own = { town: "accent", ring: "ring", event: "event" }[node.group] ?? "other";
    return {
      id: node.id, label: node.label, shape: node.shape, size: node.size, x, y,
      color: {
        background: node.asked || node.group !== "town" ? colour[own] : colour.ground,
        border: colour[own],
        highlight: { background: colour[own], border: colour.text },
      },
      borderWidth: 2.5, borderWidthSelected: 4,
      font: { size: node.asked ? 19 : 15, color: colour.text, strokeWidth: 4, strokeColor: colour.ground, face: getComputedStyle(document.body).fontFamily, bold: false },
    };
  }

  function edgeStyle(edge, colour) {
    const own = { bilateral: "accent", via: "ring", event: "event", planned: "event" }[edge.look];
    return {
      id: edge.id, from: edge.from, to: edge.to, title: edge.title, arrows: "",
      dashes: { via: [2, 6], planned: [9, 6] }[edge.look] ?? false, width: edge.look === "via" ? 2.5 : 2,
      color: { color: colour[own], highlight: colour.text, opacity: edge.ended ? 0.35 : 0.85 },
    };
  }

  function draw() {
    const colour = colours();
    const data = {
      nodes: new vis.DataSet(nodes.map((node) => nodeStyle(node, colour))),
      edges: new vis.DataSet(edges.map((edge) => edgeStyle(edge, colour))),
    };
    place.replaceChildren();
    const network = new vis.Network(place, data, {
      physics: { enabled: false, barnesHut: { springLength: 150, avoidOverlap: 0.4 } },
      edges: { smooth: false, selectionWidth: 1.5 },
      interaction: { hover: true, tooltipDelay: 150, hideEdgesOnDrag: nodes.length > 150, keyboard: { enabled: true, bindToWindow: false }, zoomSpeed: 0.6 },
      layout: { improvedLayout: false },
    });
    place.querySelector("canvas").setAttribute("aria-hidden", "true");
    return { network, data };
  }

  function fields(about) {
    const list = element("dl", undefined, "fields");
    for (const [name, value] of about) {
      const row = element("div");
      row.append(element("dt", name), element("dd", value));
      list.append(row);
    }
    return list;
  }

  function sourceList(sources) {
    const list = element("ul", undefined, "plain");
    for (const source of sources) {
      const item = element("li");
      item.append(link(source.url, source.title));
      list.append(item);
    }
    return list;
  }

  function showNode(id, choose) {
    const node = byId.get(id);
    const tied = edges.filter((edge) => edge.from === id || edge.to === id);
    panel.replaceChildren(element("h2", node.label), fields(node.about));
    if (node.href) {
      const open = element("p");
      open.append(link(node.href, texts.open));
      panel.append(open);
    }
    if (!tied.length) return;
    const list = element("ul", undefined, "plain");
    for (const edge of tied) {
      const button = element("button", byId.get(edge.from === id ? edge.to : edge.from).label, "plain-button");
      button.type = "button";
      button.addEventListener("click", () => choose(edge.from === id ? edge.to : edge.from));
      const item = element("li");
      item.append(button);
      list.append(item);
    }
    panel.append(element("h3", texts.neighbours), list);
  }

  function showEdge(id) {
    const edge = edges.find((one) => one.id === id);
    panel.replaceChildren(element("h2", `${byId.get(edge.from).label} – ${byId.get(edge.to).label}`), fields(edge.about));
    if (edge.sources.length) panel.append(element("h3", texts.sources), sourceList(edge.sources));
  }

  function nothing() {
    panel.replaceChildren(element("p", texts.choose, "quiet"));
  }

  function tools(drawn, choose) {
    const find = document.getElementById("network-find");
    const names = document.getElementById("network-names");
    const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
    for (const node of nodes) {
      const option = element("option");
      option.value = node.label;
      names.append(option);
    }
    find.addEventListener("change", () => {
      const wanted = fold(find.value);
      if (!wanted) return;
      const found = nodes.find((node) => fold(node.label) === wanted) ?? nodes.find((node) => fold(node.label).includes(wanted));
      if (found) choose(found.id);
      else panel.replaceChildren(element("p", texts.none_found, "quiet"));
    });
    document.getElementById("network-fit").addEventListener("click", () => drawn.network.fit());
    const motion = document.getElementById("network-motion");
    motion.addEventListener("click", () => {
      const on = motion.getAttribute("aria-pressed") !== "true";
      motion.setAttribute("aria-pressed", String(on));
      drawn.network.setOptions({ physics: { enabled: on } });
    });
    document.getElementById("network-tools").hidden = false;
  }

  function start() {
    const drawn = draw();
    const choose = (id) => {
      drawn.network.selectNodes([id]);
      drawn.network.focus(id, { scale: Math.max(drawn.network.getScale(), 0.8) });
      showNode(id, choose);
    };
    drawn.network.on("click", (event) => {
      if (event.nodes.length) showNode(event.nodes[0], choose);
      else if (event.edges.length) showEdge(event.edges[0]);
      else nothing();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      const colour = colours();
      drawn.data.nodes.update(nodes.map(({ id }) => ({ ...nodeStyle(byId.get(id), colour), x: undefined, y: undefined })));
      drawn.data.edges.update(edges.map((edge) => edgeStyle(edge, colour)));
    });
    tools(drawn, choose);
    nothing();
    drawn.network.once("afterDrawing", () => {
      drawn.network.fit(); // once more, now that the widths of the labels are known
      place.dataset.ready = "true";
    });
  }

  try {
    start();
  } catch (problem) {
    place.replaceChildren(element("p", texts.failed, "waiting"));
    console.error(problem);
  }
})();
