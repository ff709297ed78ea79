import * as estree from "prettier/plugins/estree";
import * as typescript from "prettier/plugins/typescript";
import { format } from "prettier/standalone";
import { stackFileCode } from "../../../../lib/hook/adopt/from-stack/stack-file-code";
import { SUBSCRIPTION } from "../../../support/azure";
import { Random } from "../../../support/random";
import { evaluatedResources } from "../support/evaluated";
import { movedStack } from "../support/moved-stack";
import { randomStack } from "../support/random-stack";
import { synthesizedConstruct } from "../support/run-generated";

const COUNT = Number(process.env["ADOPT_COUNT"] ?? "15");
const SEED = Number(process.env["ADOPT_SEED"] ?? "1");

test(
  "generates formatted code that declares what random stacks declare",
  async () => {
    for (let number = 1; number <= COUNT; number += 1) {
      const seed = SEED * 1_000 + number;
      const { json } = randomStack(new Random(seed), SUBSCRIPTION, number);
      const { text, notes } = stackFileCode(json);
      const generated = synthesizedConstruct(text, SUBSCRIPTION, ["hub"]);
      const moved = movedStack(json, generated);
      const before = evaluatedResources(json);
      const after = evaluatedResources(moved, generated.moved);
      expect({ seed, resources: after }).toEqual({ seed, resources: before });
      expect({ seed, left: notes.filter((note) => note.includes("stays as it is")) }).toEqual({ seed, left: [] });
      expect(await format(text, { parser: "typescript", plugins: [estree, typescript], printWidth: 120 })).toBe(text);
    }
  },
  20_000 + COUNT * 1_000,
);
