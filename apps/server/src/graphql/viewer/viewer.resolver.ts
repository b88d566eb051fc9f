import { Query, Resolver } from "type-graphql";
import { Role, ViewerType } from "./viewer.type.js";

@Resolver()
export class ViewerResolver {
  @Query(() => ViewerType, {
    description: "Who is asking: on the loopback address, the owner of the machine.",
  })
  me(): ViewerType {
    return { name: "local", role: Role.ADMIN };
  }
}
