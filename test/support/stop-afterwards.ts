/** Something that runs until it is stopped: a server, a client, a process. */
export interface Stoppable {
  stop(): unknown;
}

const ofTest: Stoppable[] = [];
const ofFile: Stoppable[] = [];
let inTest = false;

// Registered before the hooks of the importing file, so that these stop everything before that file cleans up.
// A simulation that runs without jest stops what it starts.
if ("beforeEach" in globalThis) {
  beforeEach(() => {
    inTest = true;
  });
  afterEach(async () => {
    inTest = false;
    await stopAll(ofTest);
  });
  afterAll(() => stopAll(ofFile));
}

/**
 * Stops something even if a test fails: after the test if the test or a `beforeEach` starts it, or after the file if a `beforeAll`
 * starts it. The last started is stopped first.
 */
export function stopAfterwards<T extends Stoppable>(started: T): T {
  (inTest ? ofTest : ofFile).push(started);
  return started;
}

async function stopAll(started: Stoppable[]): Promise<void> {
  const failures: unknown[] = [];
  for (let next = started.pop(); next !== undefined; next = started.pop()) {
    try {
      await next.stop();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "what the test started could not be stopped");
}
