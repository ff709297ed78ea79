import { gunzipSync } from "node:zlib";
import { evaluateTemplate, parseTemplate, referencesOf, type Scope } from "../../../tools/local/stand-in/expressions";

const scope: Scope = new Map<string, unknown>([
  ["azurerm_backup_protected_vm", { vms: { web: { id: "/w", name: "Wéb" }, app: { id: "/a", name: null } } }],
  ["each", { key: "web", value: { source_vm_id: "/subscriptions/1" } }],
  ["path", { module: "." }],
]);

const evaluate = async (text: string): Promise<unknown> => evaluateTemplate(await parseTemplate(text), scope);

test.each([
  ["plain text", "plain text"],
  ['quotes " and \\ stay', 'quotes " and \\ stay'],
  ["two\nlines", "two\nlines"],
  ["${each.value.source_vm_id}", "/subscriptions/1"],
  ["${path.module}/assets/x", "./assets/x"],
  ["$${not.evaluated}", "${not.evaluated}"],
  ['${azurerm_backup_protected_vm.vms["web"].id}', "/w"],
  ["${[for v in azurerm_backup_protected_vm.vms : v.id]}", ["/a", "/w"]],
  ["${[for k, v in azurerm_backup_protected_vm.vms : k if v.name != null]}", ["web"]],
  ["${{for k, v in azurerm_backup_protected_vm.vms : v.id => k}}", { "/a": "app", "/w": "web" }],
  ['${sort(concat(["b"], ["a"]))}', ["a", "b"]],
  ['${jsonencode({"b" = 1, a = [true, null, "<\\"é\\n${each.key}"]})}', '{"a":[true,null,"\\u003c\\"é\\nweb"],"b":1}'],
  ['${lower("ABC") == "abc" ? 1 : 2}', 1],
  ["${{(each.key) = 1}}", { web: 1 }],
  ['${lookup({"web" = [0, 1], "old" = null}, each.key, null)}', [0, 1]],
  ['${lookup({"old" = null}, each.key, "usual")}', "usual"],
  ['${lookup({"web" = null}, each.key, "usual")}', null],
  ['${[for k, v in azurerm_backup_protected_vm.vms : v.id if !contains(["web"], k)]}', ["/a"]],
])("evaluates %s", async (text, expected) => {
  expect(await evaluate(text)).toEqual(expected);
});

test("evaluates base64gzip", async () => {
  const packed = (await evaluate('${base64gzip(jsonencode({"key" = each.key}))}')) as string;
  expect(gunzipSync(Buffer.from(packed, "base64")).toString()).toBe('{"key":"web"}');
});

test("returns the references of a template", async () => {
  expect(referencesOf(await parseTemplate('a ${azurerm_x.y["k"].id} b ${[for v in azurerm_z.w : v.id]}'))).toEqual([
    ["azurerm_x", "y", "k", "id"],
    ["azurerm_z", "w"],
    ["v", "id"],
  ]);
});

test.each([
  ["${timestamp()}", "timestamp() is a function that this stand-in does not support"],
  ["${1 + 2}", '"binaryOp" is an expression that this stand-in does not support: 1 + 2'],
  ["${values(azurerm_backup_protected_vm.vms)[*].id}", '"splat" is an expression that this stand-in does not support'],
  ["${data.azurerm_x.y}", "nothing in the stack is called data.azurerm_x.y"],
  ["${each.value.nothing}", 'each.value.nothing has no value: "nothing" is not known here'],
])("refuses %s by name", async (text, message) => {
  await expect(evaluate(text)).rejects.toThrow(message);
});
