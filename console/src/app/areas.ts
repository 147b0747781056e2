import type { Crumb } from "./frame";

export interface Entry {
  text: string;
  page: string;
}

/** A part of the console with a navigation of its own, as AWS's services have. */
export interface Area {
  title: string;
  home: string;
  /** What the pages' paths begin with. */
  prefix: string;
  /** Pages that are shown within this part although their paths begin otherwise. */
  also?: readonly string[];
  groups: { title?: string; entries: Entry[] }[];
}

/** A page or entry is here only if what is behind it works. */
export const AREAS: readonly Area[] = [
  {
    title: "Identity and Access Management (IAM)",
    home: "iam",
    prefix: "iam",
    also: ["activity", "why", "access-report", "trust-map", "account"],
    groups: [
      { entries: [{ text: "Dashboard", page: "iam" }] },
      {
        title: "Access Management",
        entries: [
          { text: "Roles", page: "iam/roles" },
          { text: "Policies", page: "iam/policies" },
          { text: "Users", page: "iam/users" },
          { text: "User groups", page: "iam/groups" },
          { text: "Identity providers", page: "iam/providers" },
          { text: "Account settings", page: "iam/settings" },
          { text: "Account", page: "account" },
        ],
      },
      {
        title: "Access reports",
        entries: [
          { text: "Activity", page: "activity" },
          { text: "Credential report", page: "iam/credential-report" },
        ],
      },
      {
        title: "Ask",
        entries: [
          { text: "Why?", page: "why" },
          { text: "Access report", page: "access-report" },
          { text: "Trust map", page: "trust-map" },
        ],
      },
      {
        title: "Related consoles",
        entries: [
          { text: "AWS Organizations", page: "organizations" },
          { text: "Amazon S3", page: "s3" },
        ],
      },
    ],
  },
  {
    title: "Amazon S3",
    home: "s3",
    prefix: "s3",
    groups: [
      { entries: [{ text: "General purpose buckets", page: "s3" }] },
      { title: "Related consoles", entries: [{ text: "IAM", page: "iam" }] },
    ],
  },
  {
    title: "AWS Organizations",
    home: "organizations",
    prefix: "organizations",
    groups: [
      {
        entries: [
          { text: "AWS accounts", page: "organizations" },
          { text: "Policies", page: "organizations/policies" },
        ],
      },
      { title: "Related consoles", entries: [{ text: "IAM", page: "iam" }] },
    ],
  },
];

export function areaOf(page: string): Area | undefined {
  const first = page.split("/")[0];
  return AREAS.find((area) => area.prefix === first || (first !== undefined && area.also?.includes(first) === true));
}

/** The first breadcrumb. */
export function homeOf(page: string): Crumb {
  const area = areaOf(page);
  if (!area) return { text: "Console home", page: "" };
  return { text: area.prefix === "iam" ? "IAM" : area.title, page: area.home };
}
