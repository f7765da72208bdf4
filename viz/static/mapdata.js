// What the map knows: towns, links and rings of /api/map, who is tied to whom, and the lines to draw.
(() => {
  "use strict";
  const { arc, distance, middle } = globalThis.citynetArcs;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  function line(coordinates) {
    return { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } };
  }

  class MapData {
    constructor({ towns, links, rings, data_version: version }) {
      Object.assign(this, { towns, links, rings, version });
      this.count = towns.id.length;
      this.index = new Map(towns.id.map((id, i) => [id, i]));
      this.ringIndex = new Map(rings.map((ring, i) => [ring.id, i]));
      this.folded = towns.name.map(fold);
      this.tied = Array.from({ length: this.count }, () => []);
      this.inRings = new Map();
      links.a.forEach((a, i) => {
        this.tied[a].push(i);
        if (links.b[i] !== a) this.tied[links.b[i]].push(i);
      });
      rings.forEach((ring, i) => ring.members.forEach((town) => this.inRings.set(town, [...(this.inRings.get(town) ?? []), i])));
      this.hubs = rings.map((ring) => (ring.members.length ? middle(ring.members.map((town) => this.place(town))) : null));
    }

    place(town) {
      return [this.towns.lon[town], this.towns.lat[town]];
    }

    hasPlace(town) {
      return Number.isFinite(this.towns.lon[town]) && Number.isFinite(this.towns.lat[town]);
    }

    // Everyone a town is tied to, bilaterally or through rings, by town.
    partners(town) {
      const found = new Map();
      const of = (other) => found.get(other) ?? found.set(other, { town: other, bilateral: false, rings: [], kind: null, since: null }).get(other);
      for (const i of this.tied[town]) {
        const other = this.links.a[i] === town ? this.links.b[i] : this.links.a[i];
        if (other === town) continue;
        const partner = of(other);
        partner.bilateral ||= Boolean(this.links.bilateral[i]);
        partner.kind ??= this.links.kind[i];
        partner.since ??= this.links.since[i];
      }
      for (const ring of this.inRings.get(town) ?? []) {
        if (this.rings[ring].kind === "association") continue;
        for (const other of this.rings[ring].members) if (other !== town) of(other).rings.push(ring);
      }
      for (const partner of found.values()) partner.km = this.distance(town, partner.town);
      return [...found.values()];
    }

    distance(a, b) {
      return this.hasPlace(a) && this.hasPlace(b) ? distance(this.place(a), this.place(b)) : null;
    }

    // Towns whose name begins with the text, then those that contain it, the best connected first.
    find(text, most = 8) {
      const wanted = fold(text.trim());
      if (!wanted) return [];
      const rank = (town) => (this.folded[town] === wanted ? 0 : this.folded[town].startsWith(wanted) ? 1 : 2);
      const found = [];
      for (let town = 0; town < this.count; town += 1) if (this.folded[town].includes(wanted)) found.push(town);
      found.sort((a, b) => rank(a) - rank(b) || this.towns.partners[b] - this.towns.partners[a] || a - b);
      return found.slice(0, most);
    }

    findRings(text, most = 4) {
      const wanted = fold(text.trim());
      if (!wanted) return [];
      return this.rings.map((_, ring) => ring).filter((ring) => fold(this.rings[ring].name).includes(wanted)).slice(0, most);
    }

    townPoints(towns) {
      const chosen = towns ?? this.towns.id.map((_, i) => i);
      const features = chosen.filter((town) => this.hasPlace(town)).map((town) => ({
        type: "Feature",
        id: town,
        properties: { name: this.towns.name[town], partners: this.towns.partners[town] },
        geometry: { type: "Point", coordinates: this.place(town) },
      }));
      return { type: "FeatureCollection", features };
    }

    arcBetween(a, b) {
      return this.hasPlace(a) && this.hasPlace(b) ? arc(this.place(a), this.place(b)) : [];
    }

    // All bilateral links; what holds through a ring is drawn as the ring's spokes.
    linkLines() {
      const features = [];
      for (let i = 0; i < this.links.a.length; i += 1) {
        if (!this.links.bilateral[i]) continue;
        const coordinates = this.arcBetween(this.links.a[i], this.links.b[i]);
        if (coordinates.length) features.push(line(coordinates));
      }
      return { type: "FeatureCollection", features };
    }

    linesTo(town, towns) {
      const lines = towns.map((other) => this.arcBetween(town, other)).filter((coordinates) => coordinates.length);
      return { type: "FeatureCollection", features: lines.map(line) };
    }

    spokes(rings) {
      const features = [];
      for (const ring of rings ?? this.rings.keys()) {
        for (const town of this.rings[ring].members) {
          const coordinates = this.hasPlace(town) && this.hubs[ring] ? arc(this.hubs[ring], this.place(town)) : [];
          if (coordinates.length) features.push(line(coordinates));
        }
      }
      return { type: "FeatureCollection", features };
    }

    hubPoints(rings) {
      const chosen = [...(rings ?? this.rings.keys())].filter((ring) => this.hubs[ring]);
      const features = chosen.map((ring) => ({
        type: "Feature",
        id: ring,
        properties: { name: this.rings[ring].name },
        geometry: { type: "Point", coordinates: this.hubs[ring] },
      }));
      return { type: "FeatureCollection", features };
    }
  }

  globalThis.citynetMapData = { MapData };
})();
