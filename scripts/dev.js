// `npm run start:dev`: compiles on change, copies templates and styles on change, restarts the server.
// It runs the compiled modules one by one, so that a change needs no bundle.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { compile, copyAssets, isAsset } from './build.js';

if (!compile()) console.error('The first build has errors; waiting for a change.');

const compiler = spawn(
  process.execPath,
  [
    'node_modules/typescript/bin/tsc',
    '-p',
    'tsconfig.build.json',
    '--watch',
    '--preserveWatchOutput',
  ],
  { stdio: 'inherit' },
);
const server = spawn(process.execPath, ['--watch', '--watch-preserve-output', 'build/main.js'], {
  stdio: 'inherit',
});
watch('src', { recursive: true }, (_event, file) => {
  if (file !== null && isAsset(file)) copyAssets();
});

function stop() {
  compiler.kill();
  server.kill();
  process.exit(0);
}
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
