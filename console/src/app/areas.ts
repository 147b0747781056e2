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
  groups: { title?: string; entries: Entry[] }[];
}

/** A page or entry is here only if what is behind it works. */
export const AREAS: readonly Area[] = [
  {
    title: "Identity and Access Management (IAM)",
    home: "iam",
    prefix: "iam",
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
        ],
      },
      { title: "Access reports", entries: [{ text: "Credential report", page: "iam/credential-report" }] },
      { title: "Related consoles", entries: [{ text: "AWS Organizations", page: "organizations" }] },
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
  return AREAS.find((area) => area.prefix === first);
}

/** The first breadcrumb. */
export function homeOf(page: string): Crumb {
  const area = areaOf(page);
  if (!area) return { text: "Console home", page: "" };
  return { text: area.prefix === "iam" ? "IAM" : area.title, page: area.home };
}
