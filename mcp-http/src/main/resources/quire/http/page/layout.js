// A worker: finds places for what is drawn, and stops by itself.
'use strict';
importScripts('vendor/graphology-0.26.0.js', 'vendor/graphology-library-0.8.0.js');

self.onmessage = ({ data }) => {
  const { positions, from, to, degrees, millis } = data;
  const many = degrees.length;
  const graph = new self.graphology.Graph({ multi: true, type: 'directed' });
  for (let i = 0; i < many; i += 1) graph.addNode(i, { x: positions[2 * i], y: positions[2 * i + 1], size: 1 });
  for (let i = 0; i < from.length; i += 1) graph.addEdge(from[i], to[i]);
  const forces = self.graphologyLibrary.layoutForceAtlas2;
  const settings = { ...forces.inferSettings(graph), barnesHutOptimize: many > 500, adjustSizes: false };
  const end = performance.now() + millis;
  const most = many > 3_000 ? 120 : 400;
  const step = many > 3_000 ? 2 : 20;
  for (let done = 0; done < most; done += step) {
    forces.assign(graph, { iterations: step, settings });
    const last = performance.now() > end || done + step >= most;
    graph.forEachNode((node, at) => {
      positions[2 * node] = at.x;
      positions[2 * node + 1] = at.y;
    });
    self.postMessage({ positions, done: last });
    if (last) return;
  }
};
