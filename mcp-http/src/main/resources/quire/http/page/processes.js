import { h, number, notice, time, visible } from './dom.js';
import { get } from './server.js';

const EVERY = 3_000;
const COLUMNS = ['PID', 'State', 'Client', 'Since', 'Memory', 'Store', 'Why'];
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
  return [head, h('div', { class: 'sheet scroll', tabindex: 0, role: 'region', 'aria-label': 'Servers' }, h('table', { class: 'short', role: 'table' },
    h('thead', {}, h('tr', { role: 'row' }, COLUMNS.map((name) => h('th', { scope: 'col', role: 'columnheader' }, name)))),
    h('tbody', {}, now.servers.map((server) => h('tr', { role: 'row' }, [
      h('span', { class: 'mono' }, String(server.pid)),
      h('span', { class: `verdict ${KIND[server.state] ?? 'warn'}` }, server.state),
      visible(server.client ?? server.address ?? 'unknown'),
      server.since || server.started ? time(server.since ?? server.started) : 'unknown',
      server.residentBytes ? `${number(Math.round(server.residentBytes / 1048576))} MB` : 'unknown',
      visible(server.store ?? 'unknown'),
      h('span', { class: 'soft' }, visible(server.reason ?? '')),
    ].map((content, i) => h('td', { role: 'cell', 'data-name': COLUMNS[i] }, h('span', {}, content))))))))];
}
