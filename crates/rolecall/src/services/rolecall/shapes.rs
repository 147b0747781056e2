//! Inputs and outputs, which no model of AWS has.

use super::pages::MAX_ITEMS;
use jiff::Timestamp;
use rolecall_catalog::validation::{Boolean, Instant, Integer, Pattern, Structure, Text};
use rolecall_catalog::{json, output, readable, writable};

/// An access key id as STS's model has it.
static ACCESS_KEY_ID: Text = Text::ANY.min(16).max(128).pattern(&ACCESS_KEY_ID_PATTERN);
static ACCESS_KEY_ID_PATTERN: Pattern = Pattern::new(r"[\w]*", "[A-Za-z0-9_]*");

readable! {
    /// The input of `RevokeSession`.
    RevokeSessionInput {
        access_key_id: String = "AccessKeyId" required(ACCESS_KEY_ID),
    }
}

output! {
    /// The output of `RevokeSession`.
    RevokeSessionOutput {
        access_key_id: String = "AccessKeyId",
        revoked_at: Timestamp = "RevokedAt",
    }
}

/// Texts of filters. A name or an ARN is shorter, and matching takes the longer the longer they are.
const MAX_FILTER: usize = 512;

/// A text with wildcards.
static FILTER_PATTERN: Text = Text::ANY.min(1).max(MAX_FILTER);
/// The prefix of a service's actions.
static SERVICE_PREFIX: Text = Text::ANY.min(1).max(64).pattern(&SERVICE_PREFIX_PATTERN);
static SERVICE_PREFIX_PATTERN: Pattern = Pattern::new("[A-Za-z0-9-]+", "[A-Za-z0-9-]+");
/// How many items a page may have.
static MAX_RESULTS: Integer = Integer { min: 1, max: MAX_ITEMS };
/// Longer than the longest token.
static NEXT_TOKEN: Text = Text::ANY.min(1).max(2048);

readable! {
    /// What a request must have to be listed.
    RequestFilters {
        denied: Option<bool> = "Denied" optional(Boolean),
        principal: Option<String> = "Principal" optional(FILTER_PATTERN),
        action: Option<String> = "Action" optional(FILTER_PATTERN),
        service: Option<String> = "Service" optional(SERVICE_PREFIX),
        resource: Option<String> = "Resource" optional(FILTER_PATTERN),
        since: Option<Timestamp> = "Since" optional(Instant),
        until: Option<Timestamp> = "Until" optional(Instant),
    }
}

impl RequestFilters {
    /// The filters as a text that differs from that of others.
    pub(super) fn as_text(&self) -> String {
        json::write(self)
    }
}

readable! {
    /// The input of `ListRequests`.
    ListRequestsInput {
        filters: Option<RequestFilters> = "Filters" optional(Structure::<RequestFilters>::new()),
        max_results: Option<i32> = "MaxResults" optional(MAX_RESULTS),
        next_token: Option<String> = "NextToken" optional(NEXT_TOKEN),
    }
}

writable! {
    /// A recorded request, as far as the account may see it.
    RequestSummary {
        request_id: String = "RequestId",
        time: Timestamp = "Time",
        service: String = "Service",
        operation: String = "Operation",
        action: Option<String> = "Action",
        principal_arn: Option<String> = "PrincipalArn",
        account_id: Option<String> = "AccountId",
        resources: Vec<String> = "Resources",
        outcome: String = "Outcome",
        error_code: Option<String> = "ErrorCode",
        status: i32 = "Status",
        source_ip: Option<String> = "SourceIp",
        user_agent: Option<String> = "UserAgent",
        accounts: Vec<String> = "Accounts",
    }
}

output! {
    /// The output of `ListRequests`.
    ListRequestsOutput {
        requests: Vec<RequestSummary> = "Requests",
        next_token: Option<String> = "NextToken",
    }
}

/// The longest policy that is checked, in characters: as in IAM's simulator, and many times the quota of any policy.
const MAX_DOCUMENT: usize = 131_072;
/// The text of a policy.
static DOCUMENT: Text = Text::ANY.min(1).max(MAX_DOCUMENT);
static POLICY_TYPE: Text = Text::ANY.one_of(&["IDENTITY", "TRUST", "BUCKET", "SCP", "RCP"]);

readable! {
    /// The input of `CheckPolicy`.
    CheckPolicyInput {
        r#type: String = "Type" required(POLICY_TYPE),
        document: String = "Document" required(DOCUMENT),
    }
}

writable! {
    /// A finding. Places are in UTF-16 code units.
    PolicyFinding {
        code: String = "Code",
        severity: String = "Severity",
        message: String = "Message",
        start: i32 = "Start",
        end: i32 = "End",
        help: Option<String> = "Help",
        fixes: Vec<PolicyFix> = "Fixes",
    }
}

writable! {
    /// One way to mend a finding.
    PolicyFix {
        title: String = "Title",
        edits: Vec<TextEdit> = "Edits",
    }
}

writable! {
    /// A part of the text and what takes its place.
    TextEdit {
        start: i32 = "Start",
        end: i32 = "End",
        text: String = "Text",
    }
}

output! {
    /// The output of `CheckPolicy`.
    CheckPolicyOutput {
        findings: Vec<PolicyFinding> = "Findings",
        truncated: bool = "Truncated",
    }
}

/// A request id: a UUID.
static REQUEST_ID: Text = Text::ANY.min(36).max(36).pattern(&REQUEST_ID_PATTERN);
static REQUEST_ID_PATTERN: Pattern = Pattern::new("[0-9a-f-]{36}", "[0-9a-f-]{36}");

readable! {
    /// The input of `ExplainRequest`.
    ExplainRequestInput {
        request_id: String = "RequestId" required(REQUEST_ID),
    }
}

output! {
    /// The output of `ExplainRequest`.
    ExplainRequestOutput {
        request: Option<RequestSummary> = "Request",
        text: String = "Text",
        decisions: Vec<DecisionShape> = "Decisions",
        lineage: Vec<LineageStep> = "Lineage",
        hidden_accounts: Vec<String> = "HiddenAccounts",
    }
}

writable! {
    /// One decision of a request.
    DecisionShape {
        action: String = "Action",
        resource: String = "Resource",
        outcome: String = "Outcome",
        layers: Vec<ExplainedLayer> = "Layers",
        nearest: Option<String> = "Nearest",
        caller_can: Vec<String> = "CallerCan",
        changes: Vec<ExplainedChange> = "Changes",
    }
}

writable! {
    /// What one layer says.
    ExplainedLayer {
        name: String = "Name",
        outcome: String = "Outcome",
        blocks: bool = "Blocks",
        level: Option<String> = "Level",
        account_id: Option<String> = "AccountId",
        note: Option<String> = "Note",
        policies: Vec<ExplainedPolicy> = "Policies",
    }
}

writable! {
    /// A policy with the statement that decided, or that came closest.
    ExplainedPolicy {
        name: String = "Name",
        arn: Option<String> = "Arn",
        owner: Option<String> = "Owner",
        closest: bool = "Closest",
        statement: Option<ExplainedStatement> = "Statement",
        spans: Vec<ExplainedSpan> = "Spans",
    }
}

writable! {
    /// A statement. `Start` and `End` are places in `Text`.
    ExplainedStatement {
        index: i32 = "Index",
        sid: Option<String> = "Sid",
        effect: String = "Effect",
        line: Option<i32> = "Line",
        start: i32 = "Start",
        end: i32 = "End",
        text: String = "Text",
    }
}

writable! {
    /// A part of a statement beside what the request has. `Start` and `End` are places in `Text`.
    ExplainedSpan {
        part: String = "Part",
        key: Option<String> = "Key",
        operator: Option<String> = "Operator",
        line: Option<i32> = "Line",
        start: i32 = "Start",
        end: i32 = "End",
        text: Option<String> = "Text",
        expected: Vec<String> = "Expected",
        more_expected: i32 = "MoreExpected",
        actual: Option<Vec<String>> = "Actual",
        hint: Option<String> = "Hint",
    }
}

writable! {
    /// What would have to change.
    ExplainedChange {
        account_id: Option<String> = "AccountId",
        r#where: String = "Where",
        text: String = "Text",
        document: Option<String> = "Document",
    }
}

writable! {
    /// Who came to be the caller.
    LineageStep {
        arn: String = "Arn",
        access_key_id: Option<String> = "AccessKeyId",
        request_id: Option<String> = "RequestId",
        time: Option<Timestamp> = "Time",
    }
}
