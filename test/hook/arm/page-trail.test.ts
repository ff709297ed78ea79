import { PageTrail } from "../../../lib/hook/arm/page-trail";

const FIRST = "https://management.example.com/subscriptions/s/x?api-version=1";
const page = (number: number): string => `${FIRST}&$skipToken=${number}`;
const trail = (): PageTrail => new PageTrail("cannot list", FIRST);

test("returns the link, and undefined after the last page", () => {
  const pages = trail();
  expect(pages.next(FIRST, page(1), 10)).toBe(page(1));
  expect(pages.next(page(1), undefined, 10)).toBeUndefined();
});

test.each([
  ["to itself", [FIRST], FIRST],
  ["to the first page", [FIRST, page(1)], FIRST],
  ["to an earlier page", [FIRST, page(1), page(2)], page(1)],
])("throws if a page links %s", (_, read, link) => {
  const pages = trail();
  for (const [index, current] of read.entries()) {
    const next = read[index + 1];
    if (next !== undefined) expect(pages.next(current, next, 0)).toBe(next);
  }
  expect(() => pages.next(read.at(-1) ?? "", link, 0)).toThrow("cannot list: Azure's list links to a page that was read before");
});

test("accepts 1,000 pages, and throws for one more", () => {
  const pages = trail();
  for (let read = 0; read < 999; read++) expect(pages.next(page(read), page(read + 1), 0)).toBe(page(read + 1));
  expect(() => pages.next(page(999), page(1_000), 0)).toThrow("Azure's list is longer than 1000 pages");
});

test("accepts a last page that reaches a limit", () => {
  expect(trail().next(FIRST, undefined, 2 ** 30)).toBeUndefined();
});

test("accepts 64 MB, and throws for one byte more", () => {
  expect(trail().next(FIRST, page(1), 64 * 1024 * 1024)).toBe(page(1));
  const pages = trail();
  pages.next(FIRST, page(1), 64 * 1024 * 1024);
  expect(() => pages.next(page(1), page(2), 1)).toThrow("Azure's list is longer than 64 MB");
});

test.each([
  ["in another case", "HTTPS://MANAGEMENT.EXAMPLE.COM/Subscriptions/S/X?$skipToken=1"],
  ["with slashes doubled and at the end", "https://management.example.com//subscriptions//s/x/?$skipToken=1"],
])("follows a link to the same path %s", (_, link) => {
  expect(trail().next(FIRST, link, 0)).toBe(link);
});

test("follows a link in which semicolons and spaces are encoded", () => {
  const first = "https://management.example.com/a;b/c%20d";
  expect(new PageTrail("x", first).next(first, "https://management.example.com/a%3bb/c d?p=1", 0)).toContain("?p=1");
});
