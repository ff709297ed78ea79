import * as estree from "prettier/plugins/estree";
import * as typescript from "prettier/plugins/typescript";
import { format } from "prettier/standalone";
import { readAll } from "../../../lib/hook/adopt/reading";
import { stackCode } from "../../../lib/hook/adopt/stack-code";
import { type Client, startClient } from "../../emulator/client";
import { GROUPS, groupId } from "../../emulator/azurerm";
import { Random } from "../../support/random";
import { makeRandomVault } from "./support/make-vault";
import { armOf } from "./support/emulated";
import { synthesizedCode } from "./support/run-generated";
import { readBack } from "./support/read-back";
import { readAsArguments } from "./support/read-as-arguments";

const COUNT = Number(process.env["ADOPT_COUNT"] ?? "25");
const SEED = Number(process.env["ADOPT_SEED"] ?? "1");

let client: Client;
beforeAll(async () => {
  client = await startClient({ scheduledBackups: false });
  await client.arm("PUT", groupId(client), GROUPS, { location: "westeurope", tags: {} });
});

test(
  "generates formatted code that synthesizes to what random vaults have",
  async () => {
    const arm = await armOf(client);
    for (let number = 1; number <= COUNT; number += 1) {
      const seed = SEED * 1_000 + number;
      const random = new Random(seed);
      const vault = await makeRandomVault(client, random, number, random.integer(0, 12));
      const reading = await readAll(arm, vault);
      const { text, notes } = stackCode(reading);
      const stack = synthesizedCode(text);
      expect({ seed, ...readBack(stack) }).toEqual({ seed, ...readAsArguments(reading) });
      expect(notes.filter((note) => /left out|not managed/.test(note))).toEqual([]);
      expect(await format(text, { parser: "typescript", plugins: [estree, typescript], printWidth: 120 })).toBe(text);
      expect(stackCode(await readAll(arm, vault)).text).toBe(text);
    }
  },
  20_000 + COUNT * 2_000,
);
