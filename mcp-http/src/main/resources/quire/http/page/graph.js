import { counted, entityAddress, h, notice, number, visible, walkable } from './dom.js';
import { get } from './server.js';
import { background, colourOf, fallback } from './picture.js';

/** Where a picture still says something. */
const EGO = 300;
const EVERYTHING = 10_000;
const WITHOUT_WEBGL = 500;
const LAYOUT_MILLIS = 4_000;
const DRAWN_LISTED = 500;

/** A part of the graph as a picture, and the same part as a list beside it. */
export async function graph(_, question) {
  const asked = Object.fromEntries(question);
  const clusters = asked.by === 'type';
  const part = clusters ? clustered(await get('graph', { by: 'type' }))
    : await get('graph', { around: asked.around, depth: asked.around ? asked.depth ?? 1 : undefined, limit: asked.all ? EVERYTHING : EGO });
  if (part.names.length === 0) return { nodes: [head(), tools(asked), notice('', 'Nothing to draw yet', 'Entities appear here once they are remembered.')] };
  const canvas = h('div', { class: 'canvas', role: 'img', 'aria-label': `A picture of ${sentence(part, clusters)} Each is in the list beside it.` });
  const why = h('p', { class: 'soft small', id: 'graph-note' });
  let stop = () => {};
  return {
    nodes: [head(), tools(asked), h('p', { id: 'drawn-sentence' }, sentence(part, clusters)), why,
      h('div', { class: 'picture' }, canvas, list(part, clusters, asked))],
    entered: async () => { stop = await draw(canvas, why, part, clusters, asked); },
    leave: () => stop(),
  };
}

const head = () => h('div', { class: 'head' }, h('h1', {}, 'Graph'));

function tools(asked) {
  const to = (values) => `#/graph?${new URLSearchParams(values)}`;
  const around = h('input', { name: 'around', value: asked.around ?? '', placeholder: 'an entity’s name' });
  const depth = h('select', { name: 'depth' }, [1, 2, 3].map((value) => h('option', { value, selected: String(value) === asked.depth }, `${counted(value, 'step')}`)));
  const labels = h('select', { name: 'labels' }, ['full', 'short', 'none'].map((value) => h('option', { value, selected: value === asked.labels }, value)));
  const link = (name, values, on) => h('a', { class: 'button', href: to(values), 'aria-current': on ? 'true' : undefined }, name);
  return h('form', { class: 'tools', onsubmit: (event) => {
    event.preventDefault();
    location.hash = to(Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value)));
  } },
  h('label', { class: 'wide' }, 'Around', around), h('label', {}, 'as far as', depth), h('label', {}, 'Labels', labels), h('button', { class: 'main' }, 'Draw'),
  link('The most connected', {}, !asked.around && !asked.by && !asked.all), link('By type', { by: 'type' }, asked.by === 'type'), link('As much as can be drawn', { all: 1 }, asked.all));
}

/** Clusters are drawn as a graph of types. */
function clustered(answer) {
  return {
    names: answer.clusters.map((cluster) => cluster.type),
    types: answer.clusters.map((cluster) => cluster.type),
    degrees: answer.clusters.map((cluster) => cluster.entities),
    examples: answer.clusters.map((cluster) => cluster.examples),
    from: answer.links.map((link) => link.from),
    to: answer.links.map((link) => link.to),
    weights: answer.links.map((link) => link.relations),
    total: answer.total,
  };
}

function sentence(part, clusters) {
  if (clusters) return `${counted(part.names.length, 'type')} of ${counted(part.total.entities, 'entity', 'entities')}, joined by ${counted(part.total.relations, 'relation')}.`;
  const hidden = part.hidden ? ` Hidden: ${part.hidden}.` : '';
  return `${number(part.drawn.entities)} of ${counted(part.total.entities, 'entity', 'entities')}, ${number(part.drawn.relations)} of ${counted(part.total.relations, 'relation')} drawn.${hidden}`;
}

function list(part, clusters, asked) {
  const row = (name, i) => h('li', {}, h('button', { onclick: () => open(part, i, clusters), title: clusters ? (part.examples[i] ?? []).join(', ') : 'see the entity' },
    visible(name) || '(none)', h('span', { class: 'soft small' }, clusters ? `  ${counted(part.degrees[i], 'entity', 'entities')}` : `  ${part.types[i]}, ${counted(part.degrees[i], 'relation')}`)));
  const rows = walkable(h('ol', { id: 'drawn' }, part.names.slice(0, DRAWN_LISTED).map(row)));
  const further = part.names.length - DRAWN_LISTED;
  const rest = further > 0 ? h('p', {}, h('button', { onclick: (event) => {
    rows.append(...part.names.slice(DRAWN_LISTED).map((name, i) => row(name, i + DRAWN_LISTED)));
    event.target.remove();
  } }, `List the other ${number(further)}`)) : null;
  return h('section', { class: 'sheet drawn', 'aria-label': asked.around ? 'Drawn around it' : 'Drawn', tabindex: 0 }, rows, rest);
}

function open(part, i, clusters) {
  if (!clusters) location.hash = entityAddress(part.names[i]);
  else if (part.examples[i]?.length) location.hash = `#/graph?around=${encodeURIComponent(part.examples[i][0])}&depth=2`;
}

const loaded = new Map();

function script(file) {
  if (!loaded.has(file)) {
    loaded.set(file, new Promise((resolve, reject) => {
      document.head.append(h('script', { src: `vendor/${file}`, onload: resolve, onerror: () => reject(new Error(`${file} could not be loaded`)) }));
    }));
  }
  return loaded.get(file);
}

function hasWebGl() {
  const probe = document.createElement('canvas').getContext('webgl2');
  probe?.getExtension('WEBGL_lose_context')?.loseContext();
  return probe !== null;
}

const short = (name) => (name.length > 18 ? `${name.slice(0, 17)}…` : name);

async function draw(canvas, why, part, clusters, asked) {
  const webgl = hasWebGl();
  const most = webgl ? part.names.length : Math.min(part.names.length, WITHOUT_WEBGL);
  const positions = start(most);
  const degrees = part.degrees.slice(0, most);
  const edges = [];
  part.from.forEach((from, i) => {
    if (from < most && part.to[i] < most && from !== part.to[i]) edges.push([from, part.to[i], part.weights?.[i] ?? 1]);
  });
  const label = asked.labels === 'none' ? () => '' : asked.labels === 'short' ? (name) => short(visible(name)) : visible;
  if (!webgl) {
    why.textContent = `This browser has no WebGL, so the picture is a plain one${most < part.names.length ? ` of the first ${number(most)}` : ''}.`;
    await arrange(positions, edges, degrees, () => {});
    canvas.replaceChildren(fallback(part, positions, edges, degrees, label, (i) => open(part, i, clusters)));
    return () => {};
  }
  await script('graphology-0.26.0.js');
  await script('sigma-3.0.3.js');
  if (!canvas.isConnected) return () => {};
  const drawing = new window.graphology.Graph({ multi: true, type: 'directed' });
  const largest = Math.max(1, ...degrees.slice(0, 5_000));
  const room = Math.min(1, Math.max(0.45, canvas.clientWidth / 800)); // on a telephone they would cover each other
  for (let i = 0; i < most; i += 1) {
    drawing.addNode(i, { x: positions[2 * i], y: positions[2 * i + 1], size: room * size(degrees[i], largest, most), label: label(part.names[i]), color: colourOf(part.types[i]) });
  }
  const line = background('--line');
  edges.forEach(([from, to, weight]) => drawing.addEdge(from, to, { color: line, size: Math.min(6, 1 + Math.log2(weight)) }));
  const center = asked.around ? part.names.indexOf(asked.around) : -1;
  if (center >= 0) drawing.mergeNodeAttributes(center, { size: 14, forceLabel: true });
  const sigma = new window.Sigma(drawing, canvas, {
    labelColor: { color: background('--ink') }, labelFont: 'system-ui, sans-serif', labelSize: 12, labelDensity: 0.7, labelRenderedSizeThreshold: most < 60 ? 0 : 7,
    hideEdgesOnMove: edges.length > 5_000, defaultEdgeColor: line, zIndex: false, allowInvalidContainer: true,
  });
  sigma.on('clickNode', ({ node }) => open(part, Number(node), clusters));
  let gone = false;
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const worker = arrange(positions, edges, degrees, (next, done) => {
    if (gone || (still && !done)) return;
    drawing.updateEachNodeAttributes((node, attributes) => {
      attributes.x = next[2 * node];
      attributes.y = next[2 * node + 1];
      return attributes;
    }, { attributes: ['x', 'y'] });
  });
  worker.then(() => canvas.setAttribute('data-settled', 'yes'));
  return () => {
    gone = true;
    worker.stop?.();
    sigma.kill();
  };
}

function size(degree, largest, many) {
  const least = many > 2_000 ? 1.5 : 4;
  return least + (many > 2_000 ? 6 : 9) * Math.sqrt(degree / largest);
}

/** Seeds as in a sunflower: no two at one place, and the same picture each time. */
function start(many) {
  const positions = new Float32Array(2 * many);
  for (let i = 0; i < many; i += 1) {
    const angle = i * 2.399963;
    const far = 10 * Math.sqrt(i + 0.5);
    positions[2 * i] = far * Math.cos(angle);
    positions[2 * i + 1] = far * Math.sin(angle);
  }
  return positions;
}

/** Lets a worker find places, for a while; tells them as they come. */
function arrange(positions, edges, degrees, tell) {
  const worker = new Worker('layout.js');
  const settled = new Promise((resolve) => {
    worker.onmessage = ({ data }) => {
      positions.set(data.positions);
      tell(positions, data.done);
      if (data.done) {
        worker.terminate();
        resolve();
      }
    };
    worker.onerror = () => {
      worker.terminate();
      resolve();
    };
  });
  worker.postMessage({ positions, from: Int32Array.from(edges, (edge) => edge[0]), to: Int32Array.from(edges, (edge) => edge[1]), degrees: Int32Array.from(degrees), millis: LAYOUT_MILLIS });
  settled.stop = () => worker.terminate();
  return settled;
}
