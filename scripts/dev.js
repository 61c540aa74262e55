// `npm run start:dev`: compiles on change, copies templates and styles on change, restarts the server.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { build, copyAssets } from './build.js';

if (!build()) console.error('The first build has errors; waiting for a change.');

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
const server = spawn(process.execPath, ['--watch', '--watch-preserve-output', 'dist/main.js'], {
  stdio: 'inherit',
});
watch('src', { recursive: true }, (_event, file) => {
  if (file !== null && /\.(eta|css|svg)$/.test(file)) copyAssets();
});

function stop() {
  compiler.kill();
  server.kill();
  process.exit(0);
}
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
