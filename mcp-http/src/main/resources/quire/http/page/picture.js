// Told apart by people who see colours differently (after Okabe and Ito), on light and dark paper.
const COLOURS = ['#0f6b62', '#d55e00', '#0072b2', '#b8860b', '#8e5ea2', '#c0476b', '#4b8b3b', '#5b7083'];

const given = new Map();

/** The colour of a type: always the same one as long as the page is open, and no other type's while there are enough. */
export function colourOf(type) {
  if (!given.has(type)) {
    let hash = 7;
    for (let i = 0; i < type.length; i += 1) hash = (hash * 31 + type.charCodeAt(i)) | 0;
    const taken = new Set(given.values());
    const wish = COLOURS.map((_, i) => COLOURS[(Math.abs(hash) + i) % COLOURS.length]);
    given.set(type, wish.find((colour) => !taken.has(colour)) ?? wish[0]);
  }
  return given.get(type);
}

/** A colour of the page as it is now, light or dark. */
export const background = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const SVG = 'http://www.w3.org/2000/svg';

function shape(tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/** The picture for a browser without WebGL. */
export function fallback(part, positions, edges, degrees, label, open) {
  const x = (i) => positions[2 * i];
  const y = (i) => positions[2 * i + 1];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < degrees.length; i += 1) {
    left = Math.min(left, x(i));
    right = Math.max(right, x(i));
    top = Math.min(top, y(i));
    bottom = Math.max(bottom, y(i));
  }
  const scale = 900 / Math.max(1, right - left, bottom - top);
  const at = (i) => [50 + (x(i) - left) * scale, 50 + (y(i) - top) * scale];
  const picture = shape('svg', { viewBox: '0 0 1000 1000', 'aria-hidden': 'true' });
  edges.forEach(([from, to]) => {
    const [x1, y1] = at(from);
    const [x2, y2] = at(to);
    picture.append(shape('line', { x1, y1, x2, y2 }));
  });
  const largest = Math.max(1, ...degrees);
  degrees.forEach((degree, i) => {
    const [cx, cy] = at(i);
    const r = 5 + 11 * Math.sqrt(degree / largest);
    const dot = shape('circle', { cx, cy, r, fill: colourOf(part.types[i]) });
    dot.addEventListener('click', () => open(i));
    picture.append(dot);
    if (degrees.length <= 80 || i < 40) picture.append(shape('text', { x: cx + r + 3, y: cy + 4 }, label(part.names[i])));
  });
  return picture;
}

