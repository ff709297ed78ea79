import { stackFileCode } from "../../../lib/hook/adopt/from-stack/stack-file-code";
import { readAll } from "../../../lib/hook/adopt/reading";
import { stackCode } from "../../../lib/hook/adopt/stack-code";
import { GROUPS, groupId } from "../../emulator/azurerm";
import { startClient } from "../../emulator/client";
import { SUBSCRIPTION } from "../../support/azure";
import { Random } from "../../support/random";
import { armOf } from "./support/emulated";
import { makeRandomVault } from "./support/make-vault";
import { randomStack } from "./support/random-stack";
import { synthesizedCode, synthesizedConstruct } from "./support/run-generated";

const isInitialBackup = (label: string): boolean => label.includes("InitialBackup");

test("adds the initial backup of an adopted vault only if asked, and notes VMs without a backup", async () => {
  const client = await startClient({ scheduledBackups: false });
  await client.arm("PUT", groupId(client), GROUPS, { location: "westeurope", tags: {} });
  const reading = await readAll(await armOf(client), await makeRandomVault(client, new Random(3), 1, 12));
  const { text, notes } = stackCode(reading);
  expect(text).not.toContain("InitialBackup");
  expect(notes.join("\n")).toMatch(/There is no backup yet of ('[^']+', ){7}'[^']+': the policy takes/);

  const asked = stackCode(reading, { initialBackupDays: 90 });
  expect(asked.notes.join("\n")).not.toContain("no backup yet");
  const { resource } = synthesizedCode(asked.text);
  expect(Object.keys(resource["terraform_data"] ?? {}).filter(isInitialBackup)).toHaveLength(1);
});

test("adds an initial backup for each vault of a stack only if asked", () => {
  const { json } = randomStack(new Random(1_003), SUBSCRIPTION, 1);
  expect(stackFileCode(json).text).not.toContain("InitialBackup");
  const { text } = stackFileCode(json, { initialBackupDays: 90 });
  const { resource } = synthesizedConstruct(text, SUBSCRIPTION, ["hub"]);
  const vaults = new Set(
    [...text.matchAll(/new ProtectedVms\(this, "\w+", \{\s+vault: (this\.\w+),/g)].map(([, vault]) => vault),
  );
  expect(vaults.size).toBeGreaterThan(1);
  expect(Object.keys(resource["terraform_data"] ?? {}).filter(isInitialBackup)).toHaveLength(vaults.size);
});
