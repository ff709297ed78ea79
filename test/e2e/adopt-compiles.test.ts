import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createProgram, flattenDiagnosticMessageText, getPreEmitDiagnostics, ModuleKind, ScriptTarget } from "typescript";
import { readAll } from "../../lib/hook/adopt/reading";
import { stackCode } from "../../lib/hook/adopt/stack-code";
import { startClient } from "../emulator/client";
import { GROUPS, groupId } from "../emulator/azurerm";
import { armOf } from "../hook/adopt/support/emulated";
import { makeRandomVault } from "../hook/adopt/support/make-vault";
import { Random } from "../support/random";

const ROOT = resolve(__dirname, "../..");
const COUNT = 10;

test("the code that adopt writes compiles under strict", async () => {
  const folder = mkdtempSync(join(ROOT, ".adopted-"));
  try {
    const client = await startClient({ scheduledBackups: false });
    await client.arm("PUT", groupId(client), GROUPS, { location: "westeurope", tags: {} });
    const arm = await armOf(client);
    const files: string[] = [];
    for (let number = 1; number <= COUNT; number += 1) {
      const { text } = stackCode(await readAll(arm, await makeRandomVault(client, new Random(number), number, 8)));
      files.push(join(folder, `stack-${number}.ts`));
      writeFileSync(join(folder, `stack-${number}.ts`), text);
    }
    const program = createProgram(files, {
      ...{ strict: true, noEmit: true, noUnusedParameters: true, exactOptionalPropertyTypes: true, skipLibCheck: true },
      ...{ module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, types: ["node"] },
      ...{ baseUrl: ROOT, paths: { "cdktf-azure-vm-backup": ["./lib/index.ts"] } },
    });
    const problems = files.flatMap((file) => getPreEmitDiagnostics(program, program.getSourceFile(file)));
    expect(problems.map(({ messageText }) => flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 300_000);
