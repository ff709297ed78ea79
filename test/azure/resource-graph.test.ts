import { GRAPH_QUERIES } from "../../lib/azure/resource-graph";
import { queryProblems } from "../support/kusto";

test.each(Object.entries(GRAPH_QUERIES))("Microsoft's parser accepts the query of %s", (_, query) => {
  expect(queryProblems(query)).toEqual([]);
});

test("Microsoft's parser refuses an unknown column and a misspelt operator", () => {
  expect(queryProblems(GRAPH_QUERIES.vms.replace("location", "locaton"))).toHaveLength(1);
  expect(queryProblems(GRAPH_QUERIES.vms.replace("| where", "| wher"))).not.toEqual([]);
});

test.each(Object.entries(GRAPH_QUERIES))("the query of %s projects the id and is ordered by it, as paging needs", (_, query) => {
  const steps = query.split("\n");
  expect(steps.at(-1)).toBe("| order by id asc");
  expect(steps.at(-2)).toMatch(/^\| project id, /);
});
