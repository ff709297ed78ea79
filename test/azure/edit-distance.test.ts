import { distanceBetween } from "../../lib/azure/edit-distance";

test.each([
  ["", "", 0],
  ["", "abc", 3],
  ["abc", "", 3],
  ["kitten", "sitting", 3],
  ["westeurpoe", "westeurope", 2],
])("the distance between '%s' and '%s' is %d", (one, other, distance) => {
  expect(distanceBetween(one, other)).toBe(distance);
});
