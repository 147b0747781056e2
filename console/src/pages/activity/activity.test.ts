import { expect, test } from "vitest";
import type { RecordedRequest } from "../../aws/rolecall-requests";
import { filtersOf } from "./filters";
import { isOwn, merged, readShown, ROW_LIMIT } from "./use-requests";

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

const ARN = "arn:aws:iam::111111111111:user/ana";

test("the page's own questions are told from those of others, and of other programs", () => {
  const own: RecordedRequest = { ...request("a"), Service: "rolecall", Operation: "ListRequests", PrincipalArn: ARN, UserAgent: "Browser/1" };
  expect(isOwn(own, ARN, "Browser/1")).toBe(true);
  for (const other of [{ PrincipalArn: `${ARN}2` }, { UserAgent: "aws-cli/2" }, { Operation: "ExplainRequest" }, { Service: "iam" }]) expect(isOwn({ ...own, ...other }, ARN, "Browser/1")).toBe(false);
});

test("where most requests are left out, older pages are read, to a bound", async () => {
  let pages = 0;
  const read = (next?: string): Promise<{ Requests: RecordedRequest[]; NextToken?: string }> => {
    pages += 1;
    return Promise.resolve({ Requests: [request(`own-${next ?? ""}`), request(`row-${pages}`)], NextToken: String(pages) });
  };
  const found = await readShown(read, ({ RequestId }) => !RequestId.startsWith("own"));
  expect(pages).toBe(10);
  expect(found.Requests).toHaveLength(10);
  expect(found.NextToken).toBe("10");
  pages = 0;
  await readShown(read, () => true);
  expect(pages).toBe(1);
});
