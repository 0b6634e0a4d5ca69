#!/usr/bin/env node
'use strict';
// Finds the distribution for this system, which npm installed as an optional dependency, and runs it.
const { spawn } = require('node:child_process');
const path = require('node:path');

const platform = `quire-memory-${process.platform}-${process.arch}`;
let home;
try {
  home = path.join(path.dirname(require.resolve(`${platform}/package.json`)), 'quire');
} catch {
  console.error(`quire: there is no Quire for this system (${process.platform}, ${process.arch}) beside quire-memory`);
  console.error('try:   npm install quire-memory --include=optional');
  process.exit(1);
}
const windows = process.platform === 'win32';
const launcher = path.join(home, 'bin', windows ? 'quire.cmd' : 'quire');
const words = process.argv.slice(2);

if (process.execve && !windows) {
  // Node 22.15 and later can become the launcher, which becomes Java: nothing stays in between.
  process.execve(launcher, [launcher, ...words], process.env);
}
const child = spawn(launcher, words, { stdio: 'inherit', shell: windows });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('error', (failure) => {
  console.error(`quire: cannot start ${launcher}: ${failure.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  process.exit(signal ? 1 : code);
});
