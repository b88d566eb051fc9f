import { Field, ObjectType, registerEnumType } from "type-graphql";

export const Role = { VIEWER: "VIEWER", ANALYST: "ANALYST", ADMIN: "ADMIN" } as const;
export type Role = (typeof Role)[keyof typeof Role];

registerEnumType(Role, {
  name: "Role",
  description: "What somebody may do.",
  valuesConfig: {
    VIEWER: { description: "Read everything." },
    ANALYST: { description: "Read, and start and change runs." },
    ADMIN: { description: "Everything." },
  },
});

@ObjectType("Viewer", { description: "Who is asking." })
export class ViewerType {
  @Field(() => String, { description: "`local` for everybody on this machine." })
  name!: string;

  @Field(() => Role, { description: "What they may do." })
  role!: Role;
}
