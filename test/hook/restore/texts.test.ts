import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitCode } from "../../../lib/contract/exit-code";
import { runRestorePlan } from "../../../lib/hook/commands/restore/plan";
import { runRestore } from "../../../lib/hook/commands/restore/run";
import { ITEMS } from "../../emulator/azurerm";
import { makeEstate, type Estate } from "../../emulator/restores/restore-client";
import { harmfulLines } from "../harmful-lines";
import { emulatedAzure } from "./emulated-azure";
import { restoreOptions } from "./restore-options";

const HOSTILE = "::error::x\r\n::error::y ##vso[task.complete result=Failed]z \u001b[31m\u001b]0;t\u0007\u009b1m\u202e";

let estate: Estate;
let folder: string;
beforeAll(async () => {
  estate = await makeEstate();
  folder = mkdtempSync(join(tmpdir(), "restore-texts-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("prints no pipeline command or control character from Azure's messages", async () => {
  const { emulator } = estate.client;
  const reports = { json: join(folder, "r.json"), junit: join(folder, "r.xml"), markdown: join(folder, "r.md") };
  emulator.addFault({ kind: "restoreValidation", code: "Finding", message: HOSTILE });
  const azure = emulatedAzure(estate.client);
  expect(await runRestorePlan(restoreOptions(estate), azure.context)).toBe(ExitCode.backupFailed);
  emulator.addFault({ kind: "restore", code: "Failure", message: HOSTILE });
  expect(await runRestore(restoreOptions(estate, { reports }), azure.context)).toBe(ExitCode.backupFailed);
  const written = Object.values(reports).map((file) => readFileSync(file, "utf8"));
  const lines = [...azure.printed, ...azure.noted, ...written].flatMap((text) => text.split("\n"));
  expect(lines.join("\n")).toMatch(/Finding[\s\S]*Failure/);
  expect(harmfulLines(lines)).toEqual([]);
});

test("labels VMs of the same name with their resource group", async () => {
  const { client, vault } = estate;
  const namesake = `${client.subscription}/resourceGroups/rg-other/providers/Microsoft.Compute/virtualMachines/vm-web`;
  client.emulator.addVirtualMachine({ id: namesake, location: "westeurope" });
  const name = "iaasvmcontainerv2;rg-other;vm-web";
  const item = `${vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${name}/protectedItems/VM;${name}`;
  const properties = {
    protectedItemType: "Microsoft.Compute/virtualMachines",
    sourceResourceId: namesake,
    policyId: `${vault}/backupPolicies/DefaultPolicy`,
  };
  await client.follow(await client.arm("PUT", item, ITEMS, { properties }));
  const azure = emulatedAzure(client);
  await expect(runRestorePlan(restoreOptions(estate), azure.context)).rejects.toThrow(
    /'vm-web' is the name of 2 VMs of the vault/,
  );
  expect(await runRestore(restoreOptions(estate, { vm: estate.vm }), azure.context)).toBe(ExitCode.done);
  expect(azure.printed.join("\n")).toMatch(/Restore +│ vm-web \(rg-app\)/);
  expect(azure.printed.join("\n")).toMatch(/^vm-web \(rg-app\): restore completed/m);
});
