import { FORMS } from "../../../bench/terraform/forms";
import { type Arguments, synthesized } from "../../support/synth";

/**
 * Terraform evaluates each expression of a block once per instance. If an expression reads all VMs, the time of a plan grows with the
 * square of their number. A local is evaluated once, so a block may only read an element of it.
 */

/** References that read a whole map or resource. An element by key, or an attribute of one resource, is cheap. */
const WHOLE =
  /\[for\b|\{for\b|\blocal\.\w+(?!\w|\[each\.key\])|\b(?:data\.)?(?:azurerm_\w+|terraform_data)\.\w+(?![\w.])|\bself\b|[=(,]\s*[[{]/;

/** Functions that search all elements. A `for` expression would evaluate them once per element. */
const SEARCH = /\b(?:contains|index)\(|\blookup\((?:local|azurerm_|data)/;

function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

const expressionsOf = (value: unknown): string[] => stringsOf(value).filter((text) => text.includes("${"));

describe.each(Object.entries(FORMS))("%s", (_, form) => {
  const { json } = synthesized((stack) => {
    form(stack, 4);
  });
  const blocks = [json.resource, json.data].flatMap((kind) => Object.values(kind ?? {}).flatMap((named) => Object.values(named)));
  const withInstances = blocks.filter(({ for_each: forEach, count }) => forEach !== undefined || count !== undefined);

  test("iterates over a local value in a block with instances", () => {
    const iterated = withInstances.map(({ for_each: forEach }) => forEach);
    expect(iterated.filter((one) => typeof one !== "string" || !/^\$\{local\.\w+\}$/.test(one))).toEqual([]);
  });

  test("reads all VMs in no expression of a block with instances", () => {
    const costly = withInstances.flatMap(({ for_each: _forEach, ...block }: Arguments) =>
      expressionsOf(block).filter((text) => WHOLE.test(text)),
    );
    expect(costly).toEqual([]);
  });

  test("searches all VMs in no local value", () => {
    expect(expressionsOf(json.locals).filter((text) => SEARCH.test(text))).toEqual([]);
  });
});

test.each([
  "${lookup(local.policies, each.key, null)}",
  '${lookup({"a" = 1}, each.key, null)}',
  "${contains([1, 2], 3)}",
  "${lower(self.source_vm_id)}",
  "${[for key, item in azurerm_backup_protected_vm.Vms : item.id]}",
  "${length(azurerm_backup_protected_vm.Vms)}",
])("finds the expression %s", (text) => {
  expect(text).toMatch(WHOLE);
});

test.each(['${local.settings[each.key]["policy"]}', "${each.value}", "${azurerm_backup_policy_vm.Policy.id}"])(
  "the expression %s is cheap",
  (text) => {
    expect(text).not.toMatch(WHOLE);
  },
);
