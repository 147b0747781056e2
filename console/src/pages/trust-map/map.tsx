import "@xyflow/react/dist/style.css";
import { Background, Controls, type Edge, MarkerType, type Node, Position, ReactFlow } from "@xyflow/react";
import type { ReactNode } from "react";
import type { TrustEdge, TrustGraph } from "../../aws/rolecall-reports";
import { placed } from "./layout";

/** The graph as a picture: a chunk of its own. The table beside it says the same. */
export default function TrustPicture({ graph, start, onNode, onEdge }: { graph: TrustGraph; start: string; onNode: (arn: string) => void; onEdge: (edge: TrustEdge) => void }): ReactNode {
  const nodes = placed(graph.Nodes, graph.Edges, start).map(
    (node): Node => ({
      id: node.Arn,
      position: { x: node.x, y: node.y },
      sourcePosition: Position.Right,
      targetPosition: Position.Left,
      data: { label: `${node.Kind}: ${node.Name}${node.AccountId === undefined ? "" : ` (${node.AccountId})`}` },
      className: node.Arn === start ? "map-node map-start" : "map-node",
      ariaLabel: `${node.Kind} ${node.Name}`,
    }),
  );
  const edges = graph.Edges.map((edge): Edge => ({ id: `${edge.From} ${edge.To}`, source: edge.From, target: edge.To, label: edge.Decision, markerEnd: { type: MarkerType.ArrowClosed } }));
  return (
    <div className="map">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        fitView
        colorMode={document.body.classList.contains("awsui-dark-mode") ? "dark" : "light"}
        nodesDraggable
        nodesConnectable={false}
        deleteKeyCode={null}
        onNodeClick={(_, node) => onNode(node.id)}
        onEdgeClick={(_, clicked) => {
          const edge = graph.Edges.find(({ From, To }) => `${From} ${To}` === clicked.id);
          if (edge) onEdge(edge);
        }}
      >
        <Background />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}
