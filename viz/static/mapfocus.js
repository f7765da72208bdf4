// What a choice lights up: the features of the chosen towns, ring or programme, and the pairs that belong to it.
import { arc } from "./arcs.js";
import { collection, line, point } from "./mapflows.js";

// `rank` says whose name is read first: many partners count, and many people.
export function townPoint(data, town, partners) {
  const rank = Math.round(partners * Math.log10((data.towns.population[town] ?? 0) + 10) * 10) / 10;
  return point(data.place(town), { name: data.towns.name[town], partners, rank }, town);
}

const lineBetween = (data, a, b, pair) => {
  const coordinates = data.hasPlace(a) && data.hasPlace(b) ? arc(data.place(a), data.place(b)) : [];
  return coordinates.length ? [line(coordinates, {}, pair)] : [];
};

// A ring as its sign in the middle of all its members and spokes to some of them.
export function spokesOf(data, ring, members, some = members) {
  const hub = data.middle(members);
  if (!hub) return { spokes: [], hub: [] };
  const arcs = some.filter((town) => data.hasPlace(town)).map((town) => arc(hub, data.place(town))).filter((coordinates) => coordinates.length);
  return { spokes: arcs.map((coordinates) => line(coordinates, { ring })), hub: [point(hub, { name: data.rings[ring].name, members: members.length }, ring)] };
}

// Towns and rings of a choice: {pairs: [{pair, …}], towns, rings, asked}.
export function chosen(filtered, state) {
  const { data } = filtered;
  if (state.cities.length > 1) {
    const shared = filtered.sharedBy(state.cities);
    const ties = shared.flatMap(({ by }) => by.map((tie, i) => ({ ...tie, from: state.cities[i] })));
    const direct = state.cities.flatMap((town, i) => filtered.partnersOf(town).filter((tie) => state.cities.indexOf(tie.town) > i).map((tie) => ({ ...tie, from: town })));
    return { shared, direct, ties: [...ties, ...direct], towns: shared.map(({ town }) => town), asked: state.cities };
  }
  if (state.cities.length === 1) {
    const [from] = state.cities;
    const ties = filtered.partnersOf(from).map((tie) => ({ ...tie, from }));
    return { ties, towns: ties.map((tie) => tie.town), asked: [from] };
  }
  if (state.ring !== null) {
    const members = filtered.membersOf(state.ring);
    return { ties: [], towns: members, asked: [], rings: [state.ring] };
  }
  if (state.programme !== null) return { ties: [], towns: data.programmes[state.programme].towns, asked: [] };
  return null;
}

// The features to draw of a choice, each with what it is drawn as.
export function features(filtered, choice) {
  const { data, standing } = filtered;
  const rings = new Set([...(choice.rings ?? []), ...choice.ties.flatMap((tie) => tie.rings)]);
  const lines = choice.ties.filter((tie) => tie.bilateral).flatMap((tie) => lineBetween(data, tie.from, tie.town, tie.pair));
  const ringed = [...rings].map((ring) => {
    const members = standing.membersOf(ring);
    const wanted = choice.asked.length > 1 ? members.filter((town) => choice.asked.includes(town) || choice.towns.includes(town)) : members;
    return spokesOf(data, ring, members, wanted);
  });
  const others = [...new Set(choice.towns)].filter((town) => !choice.asked.includes(town));
  const marked = (role, all) => all.map((feature) => ({ ...feature, properties: { ...feature.properties, as: role } }));
  const points = (towns) => towns.filter((town) => data.hasPlace(town)).map((town) => townPoint(data, town, filtered.partners[town]));
  return collection([
    ...marked("link", lines),
    ...marked("spoke", ringed.flatMap(({ spokes }) => spokes)),
    ...marked("hub", ringed.flatMap(({ hub }) => hub)),
    ...marked("town", points(others)),
    ...marked("asked", points(choice.asked)),
  ]);
}

// Chains as lines from town to town, with the towns between.
export function chainFeatures(data, chains) {
  const known = chains.map((ids) => ids.map((id) => data.index.get(id)).filter((town) => town !== undefined));
  const steps = new Map(known.flatMap((towns) => towns.slice(1).map((town, i) => [`${towns[i]} ${town}`, [towns[i], town]])));
  const between = [...new Set(known.flatMap((towns) => towns.slice(1, -1)))].filter((town) => data.hasPlace(town));
  return collection([...[...steps.values()].flatMap(([a, b]) => lineBetween(data, a, b)), ...between.map((town) => townPoint(data, town, 1))]);
}
