// Great circles on the map: pure geometry in degrees, [longitude, latitude] as in GeoJSON.
const RADIANS = Math.PI / 180;
const EARTH_KM = 6378.14; // as the database's point.distance has it, so that tables and map say the same
const STEP = 2; // degrees of arc between two points of a line
const SAME = 1e-6;
const OPPOSITE = Math.PI - 1e-3; // from here on many great circles fit, and one is chosen

function vector([lon, lat]) {
  const a = lon * RADIANS;
  const b = lat * RADIANS;
  return [Math.cos(b) * Math.cos(a), Math.cos(b) * Math.sin(a), Math.sin(b)];
}

function point([x, y, z]) {
  return [Math.atan2(y, x) / RADIANS, Math.atan2(z, Math.hypot(x, y)) / RADIANS];
}

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

function unit(a) {
  const length = Math.hypot(...a);
  return a.map((part) => part / length);
}

function angle(a, b) {
  return Math.atan2(Math.hypot(...cross(a, b)), dot(a, b));
}

function between(a, b, wide, share) {
  const from = Math.sin((1 - share) * wide) / Math.sin(wide);
  const to = Math.sin(share * wide) / Math.sin(wide);
  return [0, 1, 2].map((axis) => from * a[axis] + to * b[axis]);
}

function vectors(a, b) {
  const wide = angle(a, b);
  if (wide > OPPOSITE) {
    const aside = unit(cross(a, Math.abs(a[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0]));
    return [...vectors(a, aside), ...vectors(aside, b).slice(1)];
  }
  const steps = Math.max(1, Math.ceil(wide / RADIANS / STEP));
  return Array.from({ length: steps + 1 }, (_, step) => between(a, b, wide, step / steps));
}

// Longitudes go on past 180° instead of jumping to the other edge of the map.
function unwrapped(points, start = points[0][0]) {
  let before = start;
  return points.map(([lon, lat]) => {
    const near = lon + 360 * Math.round((before - lon) / 360);
    before = near;
    return [Math.round(near * 1e4) / 1e4, Math.round(lat * 1e4) / 1e4];
  });
}

// The line of a link; none for two ends in the same place.
export function arc(from, to) {
  const a = vector(from);
  const b = vector(to);
  if (angle(a, b) < SAME) return [];
  const points = vectors(a, b).map(point);
  points[0] = from;
  points[points.length - 1] = to;
  return unwrapped(points);
}

export function distance(from, to) {
  return angle(vector(from), vector(to)) * EARTH_KM;
}

// The middle of several places on the globe; the first one where they cancel each other out.
export function middle(places) {
  const sum = places.map(vector).reduce((a, b) => a.map((part, axis) => part + b[axis]), [0, 0, 0]);
  return Math.hypot(...sum) < 1e-6 ? places[0] : point(sum);
}

// A country's outline drawn for the globe, cut open for the flat map; around a pole it is closed along the edge.
function flatRing(ring, start) {
  const flat = unwrapped(ring, start);
  const [first, last] = [flat[0], flat[flat.length - 1]];
  if (Math.abs(last[0] - first[0]) < 180) return flat;
  const pole = first[1] < 0 ? -90 : 90;
  return [...flat, [last[0], pole], [first[0], pole], first];
}

function flatPolygon([outer, ...holes]) {
  const ring = flatRing(outer);
  return [ring, ...holes.map((hole) => flatRing(hole, ring[0][0]))];
}

const FLAT = {
  Polygon: flatPolygon,
  MultiPolygon: (polygons) => polygons.map(flatPolygon),
  LineString: (line) => unwrapped(line),
  MultiLineString: (lines) => lines.map((line) => unwrapped(line)),
};

// A geometry of outlines as the flat map needs it.
export function flat(geometry) {
  const change = geometry && FLAT[geometry.type];
  return change ? { ...geometry, coordinates: change(geometry.coordinates) } : geometry;
}

// A line cut at the 180th meridian, as GeoJSON files have it.
export function cut(points) {
  const turn = (lon) => Math.floor((lon + 180) / 360);
  const parts = [[]];
  points.forEach(([lon, lat], i) => {
    const [before, beforeLat] = points[i - 1] ?? [lon, lat];
    if (turn(lon) !== turn(before)) {
      const edge = 360 * Math.max(turn(lon), turn(before)) - 180;
      const there = beforeLat + ((lat - beforeLat) * (edge - before)) / (lon - before || 1);
      parts.at(-1).push([edge - 360 * turn(before), there]);
      parts.push([[edge - 360 * turn(lon), there]]);
    }
    parts.at(-1).push([lon - 360 * turn(lon), lat]);
  });
  return parts.length > 1 ? { type: "MultiLineString", coordinates: parts } : { type: "LineString", coordinates: parts[0] };
}
