import { TerraformLocal, Token } from "cdktf";
import {
  checkLocation,
  checkResourceGroupName,
  checkTag,
  checkTags,
  warnIfUnknownRegion,
} from "../../../lib/constructs/private/azure-names";
import { testStack, warnings } from "../../support/synth";

test.each<[string, boolean]>([
  ["rg-app_1.(x)", true],
  ["r".repeat(90), true],
  ["${var.group}", true],
  ["r".repeat(91), false],
  ["", false],
  ["rg.", false],
  ["rg app", false],
  ["/subscriptions/a/resourceGroups/rg", false],
])("checks the name of a resource group '%s'", (name, isValid) => {
  const allowed = "1 to 90 letters, digits, '-', '_', '.' and parentheses that do not end in '.'";
  const problem = `resourceGroupName must be ${allowed}, got '${name}'; give the name of the resource group, not its id`;
  expect(checkResourceGroupName("resourceGroupName", name)).toEqual(isValid ? [] : [problem]);
});

test.each<[string, boolean]>([
  ["westeurope", true],
  ["West US 2", true],
  ["${var.region}", true],
  ["", false],
  ["west-europe", false],
  ["west  europe", false],
])("checks the region '%s'", (location, isValid) => {
  const problem = `location must be an Azure region, such as 'westeurope', got '${location}'; name the region`;
  expect(checkLocation("location", location)).toEqual(isValid ? [] : [problem]);
});

test.each<[string | undefined, string | undefined]>([
  ["westeurope", undefined],
  ["West Europe", undefined],
  ["${var.region}", undefined],
  [undefined, undefined],
  ["westeurop", "write 'westeurope' if you mean that region"],
  ["moonbase", "check its spelling"],
])("warns of an unknown region: %s", (location, remedy) => {
  const stack = testStack();
  warnIfUnknownRegion(stack, "location", location);
  expect(warnings(stack)).toEqual(
    remedy === undefined ? [] : [`location should be a known Azure region, got '${String(location)}'; ${remedy}`],
  );
});

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${index}`, "value"]));
const NAME = "at most 512 characters, none of <>%&\\?/";

test.each<[string, unknown, string[]]>([
  ["no tags", undefined, []],
  ["tokens", Token.asStringMap("${var.tags}"), []],
  ["fifty tags", many(50), []],
  ["the longest name and value", { ["n".repeat(512)]: "v".repeat(256) }, []],
  ["a value of the deployment", { owner: `\${${"v".repeat(300)}}` }, []],
  ["a list", ["owner"], [`tags must be names with values, got ["owner"]; write { name: value }`]],
  ["null", null, ["tags must be names with values, got null; write { name: value }"]],
  ["51 tags", many(51), ["tags must be at most 50 tags, got 51; leave some out"]],
  ["a number for a value", { cost: 1 }, ["tags.cost must be a text, got 1; put it in quotes, or leave it out"]],
  ["a character of a name", { "a/b": "" }, [`tags: the name must be ${NAME}, got 'a/b'; rename the tag`]],
  ["a long name", { ["n".repeat(513)]: "" }, [`tags: the name must be ${NAME}, got '${"n".repeat(513)}'; rename the tag`]],
  [
    "a long value",
    { owner: "v".repeat(257) },
    [`tags['owner'] must be at most 256 characters, got '${"v".repeat(257)}'; shorten it`],
  ],
])("checks tags: %s", (_, tags, problems) => {
  expect(checkTags("tags", tags as never)).toEqual(problems);
});

test("checks one tag", () => {
  expect(checkTag("tag", { name: "owner" })).toEqual([]);
  expect(checkTag("tag", { name: "a?b", value: "v".repeat(257) })).toEqual([
    `tag.name must be ${NAME}, got 'a?b'; rename the tag`,
    `tag.value must be at most 256 characters, got '${"v".repeat(257)}'; shorten it`,
  ]);
  expect(checkTag("tag", { name: "owner", value: 1 as never })).toEqual([
    "tag.value must be a text, got 1; put it in quotes, or leave it out",
  ]);
});

test("refuses a construct for tags", () => {
  const stack = testStack();
  expect(checkTags("tags", new TerraformLocal(stack, "tags", {}) as never)).toEqual([
    "tags must be names with values, got a TerraformLocal; write { name: value }",
  ]);
});
