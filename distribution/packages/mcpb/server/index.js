'use strict';
// Starts the distribution for this processor. An unpacked bundle may have lost the modes of its files
// (github.com/modelcontextprotocol/mcpb/issues/294), and its manifest cannot tell processors apart.
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const windows = process.platform === 'win32';
const home = path.join(__dirname, '..', `quire-${process.platform}-${process.arch}`);
if (!fs.existsSync(home)) {
  console.error(`quire: this bundle is for another system than ${process.platform}, ${process.arch}`);
  process.exit(1);
}
if (!windows) {
  for (const folder of ['bin', 'native', 'runtime/bin']) {
    const all = path.join(home, folder);
    for (const file of fs.existsSync(all) ? fs.readdirSync(all) : []) {
      executable(path.join(all, file));
    }
  }
  executable(path.join(home, 'runtime/lib/jspawnhelper'));
  executable(path.join(home, 'runtime/lib/jexec'));
}

function executable(file) {
  if (fs.existsSync(file) && (fs.statSync(file).mode & 0o111) === 0) {
    fs.chmodSync(file, 0o755);
  }
}

const folder = process.env.QUIRE_BUNDLE_FOLDER;
// A client that knows no value leaves the placeholder.
const store = folder && !folder.startsWith('${') ? ['--store', `sqlite:${path.join(folder, 'memory.db')}`] : [];
const child = spawn(path.join(home, 'bin', windows ? 'quire.cmd' : 'quire'), ['serve', ...store], {
  stdio: 'inherit',
  shell: windows,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('error', (failure) => {
  console.error(`quire: cannot start: ${failure.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(signal ? 1 : code));
