import { GetAccountPasswordPolicyCommand, type PasswordPolicy } from "@aws-sdk/client-iam";
import { isMissing, toFailure } from "../aws/failure";
import { useIam } from "../aws/iam";
import { type Load, useLoad } from "../data/use-load";

/** The account's own password policy; none means AWS's default. */
export function usePasswordPolicy(): Load<{ policy: PasswordPolicy | undefined }> {
  const iam = useIam();
  return useLoad("password-policy", async () => {
    try {
      return { policy: (await iam.send(new GetAccountPasswordPolicyCommand({}))).PasswordPolicy };
    } catch (error) {
      if (isMissing(toFailure(error))) return { policy: undefined };
      throw error;
    }
  });
}
