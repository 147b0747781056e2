import { expect, test } from "vitest";
import type { RecordedRequest } from "../../aws/rolecall-requests";
import { filtersOf } from "./filters";
import { merged, ROW_LIMIT } from "./use-requests";

const request = (RequestId: string): RecordedRequest => ({ RequestId, Time: 0, Service: "s3", Operation: "GetObject", Outcome: "Allowed" });

test("new rows come first, each request once, and the table stays bounded", () => {
  expect(merged([request("c"), request("b")], [request("b"), request("a")]).map(({ RequestId }) => RequestId)).toEqual(["c", "b", "a"]);
  const many = Array.from({ length: ROW_LIMIT + 1 }, (_, index) => request(String(index)));
  expect(merged(many, [])).toHaveLength(ROW_LIMIT);
});

test("the filters in the address are those of the server", () => {
  const query = new URLSearchParams({ decision: "denied", principal: "*ana", minutes: "30" });
  expect(filtersOf(query, 3_600_000)).toEqual({ Denied: true, Principal: "*ana", Since: 1800 });
  expect(filtersOf(new URLSearchParams({ minutes: "x" }), 0)).toEqual({});
});
