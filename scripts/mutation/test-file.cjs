// Runs one test file in this process by jest-circus, with the globals of jest that the unit tests use.
const { mkdtempSync, rmSync } = require("node:fs");
const { createRequire } = require("node:module");
const { tmpdir } = require("node:os");
const { basename, dirname, join } = require("node:path");
const process = require("node:process");
const { jestExpect } = require("@jest/expect");
const { ModernFakeTimers } = require("@jest/fake-timers");
const circus = require("jest-circus");
const { ModuleMocker } = require("jest-mock");
const { SnapshotState } = require("jest-snapshot");
const { compile, isolated, load, loadOnce } = require("./sources.cjs");

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({ config: { fakeTimers: {}, rootDir: process.cwd() }, global: globalThis });

/** The id of the test that runs, and what is called with it. */
let running;
let tell;

const jest = {
  fn: (implementation) => mocker.fn(implementation),
  spyOn: (...args) => mocker.spyOn(...args),
  mocked: (object) => object,
  restoreAllMocks: () => mocker.restoreAllMocks(),
  // What the modules evaluate when they are loaded again belongs to no test, as when the file loads them.
  isolateModules: (run) => {
    const test = running;
    tell(undefined);
    isolated(run);
    tell(test);
  },
  mock: () => {
    throw new Error("a mutation run has no jest.mock: use jest.spyOn");
  },
};
for (const name of [
  "useFakeTimers",
  "useRealTimers",
  "advanceTimersByTime",
  "advanceTimersByTimeAsync",
  "getTimerCount",
  "setSystemTime",
])
  jest[name] = (...args) => timers[name](...args);

Object.assign(globalThis, circus.default ?? circus, { expect: jestExpect, jest });

/** The promises that were rejected while a test ran, and that nobody has handled yet. */
const rejections = new Map();
process.on("unhandledRejection", (error, promise) => rejections.set(promise, error));
process.on("rejectionHandled", (promise) => rejections.delete(promise));
process.on("uncaughtException", (error) => rejections.set({}, error));

const nameOf = (test) => (test.parent?.parent ? `${nameOf(test.parent)} ${test.name}` : test.name);

/** The tests of a block, in order. A second test of the same name has a number in its id. */
function testsOf(block, file, ids = new Set()) {
  return block.children.flatMap((child) => {
    if (child.type === "describeBlock") return testsOf(child, file, ids);
    const name = nameOf(child);
    let id = `${file}: ${name}`;
    for (let number = 2; ids.has(id); number++) id = `${file}: ${name} (${number})`;
    ids.add(id);
    return [{ test: child, id, name }];
  });
}

/** Leaves out the blocks without a selected test, so that their hooks do not run. */
function leaveOut(block) {
  const left = block.children.map((child) => (child.type === "describeBlock" ? leaveOut(child) : child.mode === "skip"));
  if (left.every(Boolean)) block.mode = "skip";
  return block.mode === "skip";
}

/**
 * Runs the tests of a file that `limitOf` gives a limit of time, in milliseconds. Stops at the first failure if `bail`.
 * `loaded` is called between the evaluation of the file and the first test, `started` with the id of each test and with `undefined`
 * after it.
 */
async function runTestFile(file, { limitOf, bail, loaded, started }) {
  const env = { ...process.env };
  const temporary = mkdtempSync(join(tmpdir(), "tests-"));
  for (const name of ["TMPDIR", "TEMP", "TMP"]) process.env[name] = temporary;
  const { openHandles, close } = loadOnce("test/support/open-handles.ts");
  const openBefore = new Set(openHandles());
  circus.resetState();
  tell = (id) => started((running = id));
  let all = [];
  let failed = false;
  const onEvent = ({ name, test }) => {
    if (name === "test_start") {
      if (bail && failed) test.mode = "skip";
      const entry = all.find((one) => one.test === test);
      jestExpect.setState({ currentTestName: entry.name });
      tell(entry.id);
    }
    if (name === "test_done") {
      const { suppressedErrors } = jestExpect.getState();
      jestExpect.setState({ suppressedErrors: [] });
      test.errors.push(...suppressedErrors, ...rejections.values());
      rejections.clear();
      failed ||= test.errors.length > 0;
    }
    if (name === "test_done" || name === "test_skip") tell(undefined);
  };
  circus.addEventHandler(onEvent);
  try {
    jestExpect.setState({
      testPath: file,
      snapshotState: new SnapshotState(join(dirname(file), "__snapshots__", `${basename(file)}.snap`), {
        updateSnapshot: "none",
        snapshotFormat: { escapeString: false, printBasicPrototype: false },
        rootDir: process.cwd(),
      }),
    });
    jest.requireActual = createRequire(file);
    load(file);
    const { rootDescribeBlock } = circus.getState();
    all = testsOf(rootDescribeBlock, file);
    for (const { test, id } of all) {
      const limit = limitOf(id);
      if (limit === undefined) test.mode = "skip";
      else test.timeout = limit;
    }
    leaveOut(rootDescribeBlock);
    loaded();
    const { unhandledErrors } = await circus.run();
    return {
      errors: unhandledErrors,
      tests: all.map(({ test, id, name }) => ({ id, name, status: test.status, ms: test.duration ?? 0, errors: test.errors })),
    };
  } finally {
    circus.removeEventHandler(onEvent);
    for (const handle of openHandles()) if (!openBefore.has(handle)) close(handle);
    timers.useRealTimers();
    mocker.restoreAllMocks();
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    rmSync(temporary, { recursive: true, force: true });
  }
}

module.exports = { compile, runTestFile };
