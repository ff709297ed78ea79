import { withSection } from "../../bench/page";

const PAGE = "# Benchmarks\n\n## One\n\nfirst\n\n### Part\n\n## Two\n\nsecond\n";

test("a section takes the place of the one with its heading", () => {
  expect(withSection(PAGE, "One", "new\n")).toBe("# Benchmarks\n\n## One\n\nnew\n\n## Two\n\nsecond\n");
});

test("a new section is the last", () => {
  expect(withSection(PAGE, "Three", "third")).toBe(`${PAGE}\n## Three\n\nthird\n`);
});
