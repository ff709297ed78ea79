import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { synthesizeBelow, withLiveStacks } from "../../tools/local/live-stack";
import { requireTerraform } from "../../tools/local/real-terraform";
import { deployTwice } from "./support/deploy-twice";
import { describeWithAzurerm } from "./support/azurerm";

const ROOT = resolve(__dirname, "../..");
const EXAMPLES = join(ROOT, "examples");
/** azurerm waits between two polls of an operation, at every speed of the emulator's clock. */
const TIME_OUT = 600_000;

const programs = readdirSync(EXAMPLES).filter((file) => /^[-a-z]+\.ts$/.test(file));

test.concurrent.each(programs)("the stand-in deploys %s, and a second deployment changes nothing", async (file) => {
  const folder = mkdtempSync(join(ROOT, ".start-"));
  try {
    await deployTwice(await synthesizeBelow(folder, join(EXAMPLES, file)));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describeWithAzurerm("the real azurerm, against the emulator", () => {
  test.concurrent.each(programs)(
    "deploys %s, and the second plan has no changes",
    async (file) => {
      const folder = mkdtempSync(join(ROOT, ".start-"));
      try {
        const directories = await synthesizeBelow(folder, join(EXAMPLES, file));
        expect(basename(directories[0] ?? "")).toBe(basename(file, ".ts"));
        for (const directory of directories) await requireTerraform(directory, process.env);
        await withLiveStacks(directories, ({ stack, terraform }) => terraform.apply(stack, ["create"]));
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    TIME_OUT,
  );
});
