import type { Call } from "../../copy-as/calls";
import { compact, logicalId, parsed, terraformName, terraformText } from "../../copy-as/quote";
import { block, recipe, type Recipe, type Resource } from "../../copy-as/recipe";

/** A bucket and, if it has one, its policy. */
export function bucketRecipe(bucket: string, policy: string): Recipe {
  const calls: Call[] = [{ service: "s3", operation: "CreateBucket", input: { Bucket: bucket } }];
  const blocks = [block("aws_s3_bucket", bucket, [["bucket", terraformText(bucket)]])];
  const resources: Resource[] = [{ id: bucket, type: "AWS::S3::Bucket", properties: { BucketName: bucket } }];
  if (policy !== "") {
    calls.push({ service: "s3", operation: "PutBucketPolicy", input: { Bucket: bucket, Policy: compact(policy) } });
    blocks.push(
      block("aws_s3_bucket_policy", bucket, [
        ["bucket", `aws_s3_bucket.${terraformName(bucket)}.id`],
        ["policy", terraformText(compact(policy))],
      ]),
    );
    // The name alone would not make CloudFormation wait for the bucket.
    resources.push({ id: `${bucket}Policy`, type: "AWS::S3::BucketPolicy", properties: { Bucket: { Ref: logicalId(bucket) }, PolicyDocument: parsed(policy) } });
  }
  return recipe(calls, blocks, resources);
}
