import { Token } from "cdktf";
import {
  canonicalId,
  canonicalIds,
  checkId,
  checkResourceGroupId,
  checkResourceGroupIds,
  checkResourceId,
  checkResourceIds,
  groupIdOf,
  subscriptionIdIn,
} from "../../../lib/constructs/private/azure-ids";
import { formatValue } from "../../../lib/constructs/private/problems";
import { GROUP, SUBSCRIPTION } from "../../support/azure";
import { rendered, testStack } from "../../support/synth";

const TYPE = "Microsoft.Network/virtualNetworks/subnets";
const subnet = (name: string) => `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/${name}`;
const SHAPE =
  "'/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<parent>/subnets/<name>'";
const told = (given: unknown, remedy = "copy the resource id from its properties") =>
  `subnetId must be ${SHAPE}, got ${formatValue(given)}; ${remedy}`;

test.each<[unknown, string[]]>([
  [subnet("backup"), []],
  [subnet("backup").toLowerCase(), []],
  ["${var.subnet}", []],
  [GROUP, [told(GROUP)]],
  [5, [told(5, "put it in quotes")]],
  [
    subnet("back<up"),
    [told(subnet("back<up"), "remove the character < from 'back<up', which Azure does not allow in such a name")],
  ],
  [subnet("back up"), [told(subnet("back up"), "remove a space from 'back up', which Azure does not allow in such a name")]],
  [
    subnet("backup\u200b"),
    [told(subnet("backup\u200b"), "remove U+200B from 'backup<U+200B>', which Azure does not allow in such a name")],
  ],
])("checks the id %p", (id, problems) => {
  expect(checkResourceId("subnetId", id as never, TYPE)).toEqual(problems);
});

test("asks the rule whether an id is of the right kind", () => {
  const rule = { allowed: "an id", remedy: "copy it" };
  expect(checkId("id", "/a", (id) => id === "/a", rule)).toEqual([]);
  expect(checkId("id", "/b", (id) => id === "/a", rule)).toEqual(["id must be an id, got '/b'; copy it"]);
});

test.each<[unknown, string[]]>([
  [[subnet("a"), subnet("b"), "${var.x}", "${var.x}"], []],
  [Token.asList("${var.list}"), []],
  [[], ["subnetId must be at least one id, none twice, got []; name each once"]],
  [
    [subnet("a"), subnet("A")],
    [`subnetId must be at least one id, none twice, got ${formatValue([subnet("a"), subnet("A")])}; name each once`],
  ],
  [subnet("a"), [`subnetId must be a list of ids, got '${subnet("a")}'; put the values in brackets`]],
  [
    [GROUP, "a"],
    [told(GROUP), told("a")],
  ],
])("checks the ids %p", (ids, problems) => {
  expect(checkResourceIds("subnetId", ids as never, TYPE)).toEqual(problems);
});

test("returns ids in azurerm's case, sorted, and leaves others as they are", () => {
  const lower = (name: string) => subnet(name).replace("resourceGroups", "resourcegroups");
  expect(canonicalId(lower("a"), TYPE)).toBe(subnet("a"));
  expect(canonicalId("${var.x}", TYPE)).toBe("${var.x}");
  expect(canonicalId("other", TYPE)).toBe("other");
  expect(canonicalIds([lower("b"), subnet("a")], TYPE)).toEqual([subnet("a"), subnet("b")]);
  const unknown = Token.asList("${var.list}");
  expect(canonicalIds(unknown, TYPE)).toEqual(unknown);
});

test("returns the group and the subscription of an id that is known, or that is a token", () => {
  expect(groupIdOf(subnet("a"))).toBe(GROUP);
  expect(subscriptionIdIn(subnet("a"))).toBe(SUBSCRIPTION);
  expect(subscriptionIdIn("none")).toBe("");
  const stack = testStack();
  expect(rendered(stack, groupIdOf("${var.x}"))).toBe('${join("/", slice(split("/", var.x), 0, 5))}');
  expect(rendered(stack, subscriptionIdIn("${var.x}"))).toBe('${element(split("/", var.x), 2)}');
});

test.each<[string, boolean]>([
  [GROUP, true],
  [GROUP.toUpperCase(), true],
  ["${var.group}", true],
  [`${GROUP}/`, false],
  [`${GROUP}/providers`, false],
  [`x${GROUP}`, false],
  ["/subscriptions//resourceGroups/rg", false],
  ["/subscriptions/a/resourceGroups/", false],
])("checks the id of a resource group %p", (id, isValid) => {
  const problems = isValid
    ? []
    : [`groupId must be '/subscriptions/<subscription>/resourceGroups/<name>', got '${id}'; copy the id of the resource group`];
  expect(checkResourceGroupId("groupId", id)).toEqual(problems);
  expect(checkResourceGroupIds("groupId", [id])).toEqual(problems);
});
