// Runs the tests: `npm test`, `npm test -- --project wire test/attacks/a -t A02`.
// Jest needs a node flag for ES modules and the process and browser tests need a build; both are
// seen to here, so that the command needs no preparation. The last line is `N passed, N failed`.
import { buildWhenStale } from './build.js';
import { runJest } from './run-jest.js';

/** What runs unless told otherwise. */
const PROJECTS = ['unit', 'wire', 'process', 'browser'];
const PROJECTS_USING_DIST = ['process', 'browser', 'galera', 'timing'];

function parse(argv) {
  const projects = [];
  const passedOn = [];
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '--project') projects.push(...(argv[++i] ?? '').split(','));
    else passedOn.push(argv[i]);
  }
  return { projects, passedOn };
}

/** Counts what jest wrote; a file that could not even be loaded is one failure. */
function summarize({ exitCode, results }) {
  if (results === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return {
    passed: results.numPassedTests,
    // Jest can fail for a reason that is no test, such as a worker that died.
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    skipped: results.numPendingTests + results.numTodoTests,
    titles: results.testResults.flatMap((suite) =>
      suite.assertionResults.filter((test) => test.status === 'pending').map((t) => t.fullName),
    ),
  };
}

function report({ passed, failed, skipped, titles = [] }) {
  const strict = process.env.CI === 'true' && skipped > 0;
  for (const title of titles) console.log(`${strict ? 'not run' : 'skipped'}: ${title}`);
  if (strict) console.log('CI=true: every skipped test counts as failed.');
  const failures = failed + (strict ? skipped : 0);
  const tail = skipped > 0 && !strict ? `, ${skipped} skipped` : '';
  console.log(`${passed} passed, ${failures} failed${tail}`);
  return failures === 0 ? 0 : 1;
}

const { projects, passedOn } = parse(process.argv.slice(2));
const chosen = projects.length > 0 ? projects : PROJECTS;
const usesDist = chosen.some((p) => PROJECTS_USING_DIST.includes(p));
if (usesDist && !(await buildWhenStale())) {
  console.log('0 passed, 1 failed');
  process.exit(1);
}

process.exitCode = report(summarize(await runJest([...passedOn, '--selectProjects', ...chosen])));
