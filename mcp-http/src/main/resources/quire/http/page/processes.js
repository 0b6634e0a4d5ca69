import { h, number, notice, time, visible } from './dom.js';
import { get } from './server.js';

const EVERY = 3_000;
const KIND = { live: 'good', orphan: 'bad', 'dead-entry': 'warn' };

/** Every Quire server of this machine. Nothing is stopped from here. */
export async function processes() {
  const nodes = h('div');
  const paint = async () => nodes.replaceChildren(...page(await get('processes')));
  await paint();
  const timer = setInterval(() => document.hidden || paint().catch(() => {}), EVERY);
  return { nodes, leave: () => clearInterval(timer) };
}

function page(now) {
  const head = h('div', { class: 'head' }, h('h1', {}, 'Processes'), h('p', { class: 'small' }, 'read ', time(now.readAt), '. To end what is left behind: ', h('code', {}, 'quire clean')));
  if (now.servers.length === 0) return [head, notice('', 'No server is known', 'Servers of this machine appear here when clients start them.')];
  return [head, h('div', { class: 'sheet scroll', tabindex: 0, role: 'region', 'aria-label': 'Servers' }, h('table', {},
    h('thead', {}, h('tr', {}, ['PID', 'State', 'Client', 'Since', 'Memory', 'Store', 'Why'].map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, now.servers.map((server) => h('tr', {},
      h('td', { class: 'mono' }, String(server.pid)),
      h('td', {}, h('span', { class: `verdict ${KIND[server.state] ?? 'warn'}` }, server.state)),
      h('td', {}, visible(server.client ?? 'unknown')),
      h('td', {}, server.since || server.started ? time(server.since ?? server.started) : 'unknown'),
      h('td', {}, server.residentBytes ? `${number(Math.round(server.residentBytes / 1048576))} MB` : 'unknown'),
      h('td', {}, visible(server.store ?? 'unknown')),
      h('td', { class: 'soft' }, visible(server.reason ?? '')))))))];
}
