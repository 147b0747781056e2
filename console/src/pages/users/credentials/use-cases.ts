export interface UseCase {
  value: string;
  label: string;
  description: string;
  /** What is safer than a key here; none for "Other". */
  alternative?: string;
}

/** AWS's use cases of an access key, in its order, with what this console has to offer instead. */
export const USE_CASES: readonly UseCase[] = [
  { value: "cli", label: "Command Line Interface (CLI)", description: "You use the AWS CLI with this key.", alternative: "Run `rolecall login`: your profile then gets temporary credentials from `credential_process`." },
  { value: "local", label: "Local code", description: "Code on your own machine uses this key.", alternative: "Run `rolecall login`: SDKs then get temporary credentials from `credential_process`." },
  { value: "compute", label: "Application running on an AWS compute service", description: "Code on an instance, a container or a function uses this key.", alternative: "Give the instance, container or function a role." },
  { value: "third-party", label: "Third-party service", description: "Somebody else's service uses this key.", alternative: "Create a role that trusts the account of the service and asks for an external ID." },
  { value: "outside", label: "Application running outside AWS", description: "Code in your own data centre uses this key.", alternative: "Create a role for web identity: tokens of your OIDC provider are exchanged for temporary credentials." },
  { value: "other", label: "Other", description: "None of these." },
];
