import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, runJest } from "./child-jest";

const HELPER = JSON.stringify(join(ROOT, "test/support/emulator"));

/** The tests of the page on the emulator, as users copy them, with an assertion that fails at the end of each. */
function testsOfThePage(): string[] {
  const page = readFileSync(join(ROOT, "docs/emulator.md"), "utf8");
  const snippets = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);
  return snippets
    .filter((text) => /^test\(/m.test(text))
    .map((text) => text.replace(/^}\);\n*$(?![\s\S]*^}\);)/m, "  expect(1).toBe(2);\n});\n"));
}

test("a run in which assertions fail ends with exit code 1, its emulators stopped", async () => {
  const [withHooks = "", withUsing = "", ...others] = testsOfThePage();
  expect(others).toEqual([]);
  expect([withHooks.includes("afterEach("), withUsing.includes("await using ")]).toEqual([true, true]);
  const { code, output, left } = await runJest({
    environment: "node",
    files: {
      withHooks,
      withUsing,
      withHelper: `
        import { startTestEmulator } from ${HELPER};
        test("fails", async () => {
          const emulator = await startTestEmulator();
          expect(emulator.url).toBe("");
        });
        test("throws", async () => {
          await startTestEmulator();
          throw new Error("thrown by the test");
        });
        describe("with a hook", () => {
          beforeAll(async () => {
            await startTestEmulator();
            throw new Error("thrown by the hook");
          });
          test("is not run", () => undefined);
        });`,
    },
  });
  expect(output).toMatch(/^Tests: +5 failed, 5 total$/m);
  expect(output).not.toContain("did not exit");
  expect({ code, left }).toEqual({ code: 1, left: [] });
});

test("a file that leaves something open or behind fails, and the run ends", async () => {
  const emulator = JSON.stringify(join(ROOT, "lib/emulator"));
  const { code, output, left } = await runJest({
    environment: "project",
    files: {
      server: `
        import { startEmulator } from ${emulator};
        test("passes", async () => void (await startEmulator()));`,
      process: `
        import { spawn } from "node:child_process";
        test("passes", () => void spawn(process.execPath, ["-e", "setTimeout(() => 0, 3_000_000)"]));`,
      files: `
        import { writeFileSync } from "node:fs";
        import { tmpdir } from "node:os";
        import { join } from "node:path";
        test("passes", () => writeFileSync(join(tmpdir(), "left.txt"), ""));`,
      failing: `
        import { startEmulator } from ${emulator};
        test("fails", async () => expect(await startEmulator()).toBe(undefined));`,
    },
  });
  expect(output.match(/(?<=● Test suite failed to run\n\n +)the tests of this file leave .*/g)?.sort()).toEqual([
    expect.stringMatching(/leave open: Server of port \d+\. Stop what they start/) as string,
    expect.stringMatching(/leave open: Socket, Socket, Socket, child process .*node -e setTimeout/) as string,
    "the tests of this file leave temporary files: left.txt. Remove them",
  ]);
  expect(output).toMatch(/● fails$/m);
  expect(output).not.toContain("did not exit");
  expect({ code, left }).toEqual({ code: 1, left: [] });
});

test("a run leaves the folder for temporary files as it was", async () => {
  const suites = ["test/emulator/disposal.test", "test/constructs/private/expression.test"];
  const files = Object.fromEntries(suites.map((path, index) => [`copy-${index}`, `import ${JSON.stringify(join(ROOT, path))};`]));
  const { code, output, left } = await runJest({ environment: "project", files });
  expect(output).toMatch(/^Test Suites: 2 passed/m);
  expect({ code, left }).toEqual({ code: 0, left: [] });
});
