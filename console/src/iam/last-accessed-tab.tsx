import { GenerateServiceLastAccessedDetailsCommand, GetServiceLastAccessedDetailsCommand, type ServiceLastAccessed } from "@aws-sdk/client-iam";
import type { ReactNode } from "react";
import { useIam } from "../aws/iam";
import { useLoad } from "../data/use-load";
import { DataTable, Empty } from "../parts/data-table";
import { Ago } from "../parts/when";

/** The report is made in the background: how often it is asked for, and how long a pause is. */
const TRIES = 40;
const PAUSE_MS = 250;

/** AWS's tab `Last Accessed`: which services a principal has used. */
export function LastAccessedTab({ arn }: { arn: string | undefined }): ReactNode {
  const iam = useIam();
  const report = useLoad(arn === undefined ? undefined : `last-accessed:${arn}`, async () => {
    const { JobId } = await iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn: arn }));
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const answer = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId }));
      if (answer.JobStatus === "COMPLETED") return answer.ServicesLastAccessed ?? [];
      if (answer.JobStatus === "FAILED") throw new Error(answer.Error?.Message ?? "The report could not be made.");
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    throw new Error("The report is not ready yet. Try again in a moment.");
  });
  return (
    <DataTable<ServiceLastAccessed>
      noun="services"
      title="Allowed services"
      variant="container"
      items={report.value ?? []}
      loading={report.loading}
      failure={report.failure}
      retry={report.reload}
      id={(service) => service.ServiceNamespace ?? ""}
      rowName={(service) => service.ServiceName ?? ""}
      columns={[
        { id: "service", header: "Service", text: (service) => `${service.ServiceName ?? ""} ${service.ServiceNamespace ?? ""}`, cell: (service) => service.ServiceName },
        {
          id: "last",
          header: "Last accessed",
          text: (service) => service.LastAuthenticated?.getTime() ?? 0,
          cell: (service) => <Ago time={service.LastAuthenticated} none="Not accessed in the tracking period" />,
        },
        { id: "entity", header: "By", extra: true, text: (service) => service.LastAuthenticatedEntity, cell: (service) => service.LastAuthenticatedEntity ?? "-" },
      ]}
      empty={<Empty title="No services" reason="Its policies allow nothing." />}
    />
  );
}
