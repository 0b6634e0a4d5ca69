// Talks to the server that this page came from, and to no other one.

const KEY = 'quire-token';
const CHANNEL = 'quire-changes';

export class Failure extends Error {
  /** @param reload whether trying again needs the page anew: a script that failed to load stays so */
  constructor(status, message, reload = false) {
    super(message);
    this.status = status;
    this.reload = reload;
  }
}

const session = { token: sessionStorage.getItem(KEY), mayWrite: sessionStorage.getItem(KEY + '-write') === 'yes' };

export const mayWrite = () => session.mayWrite;
export const isKnown = () => session.token !== null;

function remember(token, write) {
  session.token = token;
  session.mayWrite = write;
  if (token === null) {
    sessionStorage.removeItem(KEY);
    sessionStorage.removeItem(KEY + '-write');
  } else {
    sessionStorage.setItem(KEY, token);
    sessionStorage.setItem(KEY + '-write', write ? 'yes' : 'no');
  }
}

/** Long enough for another tab to answer, too short to be noticed. */
const ASKING = 250;

/** A further tab is let in by one that is open: both are this page, at the same address. */
function askOtherTabs() {
  const tabs = new BroadcastChannel('quire-tabs');
  return new Promise((resolve) => {
    if (session.token === null) {
      tabs.postMessage({ ask: true });
      setTimeout(resolve, ASKING);
    } else {
      resolve();
    }
    tabs.onmessage = ({ data }) => {
      if (data.ask && session.token !== null) {
        tabs.postMessage({ token: session.token, mayWrite: session.mayWrite });
      } else if (data.token && session.token === null) {
        remember(data.token, data.mayWrite);
        resolve();
      }
    };
  });
}

/** Exchanges the one-time code of the address, which is taken out of it at once. */
async function login() {
  const code = location.hash.match(/^#code=([\w-]+)$/);
  if (!code) {
    await askOtherTabs();
    return;
  }
  askOtherTabs();
  history.replaceState(null, '', location.pathname + '#/overview');
  const answer = await send('POST', '/api/login', { code: code[1] });
  remember(answer.token, answer.mayWrite === true);
}

async function send(method, path, body, headers = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'omit',
      headers: {
        ...(session.token === null ? {} : { Authorization: `Bearer ${session.token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (unreachable) {
    throw new Failure(0, 'The server does not answer.');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    if (response.status === 401) remember(null, false);
    throw new Failure(response.status, answer.error?.message ?? `The server answered ${response.status}.`);
  }
  return answer;
}

export function get(path, question = {}) {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(question)) {
    if (value !== undefined && value !== null && value !== '') words.set(name, value);
  }
  const text = words.toString();
  return send('GET', `/api/${path}${text === '' ? '' : `?${text}`}`);
}

const OVERVIEW = /^(#\/?(overview)?)?$/;

/** The figures with which the overview begins, asked for before its script is there. */
let early = null;

/** The page is let in, or knows that it is not; begun as soon as this file is there, while the others are loaded. */
export const opened = login().then(() => {
  if (!isKnown() || !OVERVIEW.test(location.hash)) return;
  early = get('overview', { brief: 1 });
  early.catch(() => {}); // whoever waits for it is told
});
opened.catch(() => {});

/** What could be told of the memory at once, if this is the first view; else null. */
export function firstFigures() {
  const begun = early;
  early = null;
  return begun;
}

/** The number of the newest change that what is shown first may have in it. */
export async function newest() {
  return early === null ? (await get('changes', { limit: 1 })).last : (await early).store.lastSequence;
}

const VERSION = '2026-07-28';
let calls = 0;

/** Calls a tool as an agent does: the limits, the rights and the author are those of everybody else. */
export async function call(name, argumentsOfCall) {
  calls += 1;
  const answer = await send('POST', '/mcp', {
    jsonrpc: '2.0',
    id: calls,
    method: 'tools/call',
    params: {
      name,
      arguments: argumentsOfCall,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': VERSION,
        'io.modelcontextprotocol/clientInfo': { name: 'dashboard', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  }, { Accept: 'application/json, text/event-stream', 'MCP-Protocol-Version': VERSION, 'Mcp-Method': 'tools/call', 'Mcp-Name': name });
  const result = answer.result;
  if (answer.error || !result || result.isError) {
    throw new Failure(200, answer.error?.message ?? result?.content?.[0]?.text ?? 'The call was refused.');
  }
  return result;
}

const listeners = new Set();
const watchers = new Set();
let last = null;
let state = 'connecting';

/** Tells each change of any process, once. */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function onState(watcher) {
  watchers.add(watcher);
  watcher(state);
}

function become(next) {
  if (state === next) return;
  state = next;
  watchers.forEach((watcher) => watcher(next));
}

function hear(change) {
  if (last !== null && change.sequence <= last) return;
  last = change.sequence;
  listeners.forEach((listener) => listener(change));
}

/** One tab of a browser holds the stream: a browser opens six connections to one server and no more. */
export function follow(from) {
  last = from;
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (data.change) hear(data.change);
    if (data.state) become(data.state);
    if (data.ask && leading) channel.postMessage({ state });
  };
  let leading = false;
  const lead = async () => {
    leading = true;
    await stream((change) => {
      hear(change);
      channel.postMessage({ change });
    }, (next) => {
      become(next);
      channel.postMessage({ state: next });
    });
  };
  channel.postMessage({ ask: true });
  if (navigator.locks) navigator.locks.request(CHANNEL, lead);
  else lead();
}

/** The stream sends a sign of life every 15 s. */
const SILENCE = 18_000;
const PAUSES = [500, 1_000, 2_000, 4_000];

async function stream(tell, tellState) {
  for (let failures = 0; session.token !== null; failures += 1) {
    const stop = new AbortController();
    let timer;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(), SILENCE);
    };
    try {
      alive();
      const response = await fetch(`/api/events${last === null ? '' : `?after=${last}`}`, {
        credentials: 'omit',
        headers: { Authorization: `Bearer ${session.token}` },
        signal: stop.signal,
      });
      if (response.status === 401) {
        remember(null, false);
        tellState('refused');
        return;
      }
      if (!response.ok) throw new Failure(response.status, '');
      tellState('live');
      failures = 0;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        alive();
        const parts = (rest + value).split('\n\n');
        rest = parts.pop();
        for (const part of parts) {
          const data = part.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trim()).join('\n');
          if (data !== '' && /^event: *change$/m.test(part)) tell(JSON.parse(data));
        }
      }
    } catch (broken) {
      // It is tried again below.
    } finally {
      clearTimeout(timer);
    }
    tellState('gone');
    await new Promise((resolve) => setTimeout(resolve, PAUSES[Math.min(failures, PAUSES.length - 1)]));
  }
}
