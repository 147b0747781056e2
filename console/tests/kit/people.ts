import { AttachUserPolicyCommand, CreateLoginProfileCommand, CreateUserCommand, CreateVirtualMFADeviceCommand, EnableMFADeviceCommand, type IAMClient } from "@aws-sdk/client-iam";
import { code } from "./totp";

export const PASSWORD = "Correct-horse-7-battery";
export const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";

/** A user with a console password and these policies. */
export async function person(iam: IAMClient, UserName: string, policies: string[] = []): Promise<void> {
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new CreateLoginProfileCommand({ UserName, Password: PASSWORD }));
  for (const PolicyArn of policies) await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
}

/** Gives a user an MFA device, and returns its seed. */
export async function device(iam: IAMClient, UserName: string, named = UserName): Promise<string> {
  const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: named }));
  const seed = new TextDecoder().decode(VirtualMFADevice?.Base32StringSeed);
  await iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber: VirtualMFADevice?.SerialNumber, AuthenticationCode1: code(seed, -2), AuthenticationCode2: code(seed, -1) }));
  return seed;
}
