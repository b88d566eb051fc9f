import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { ApiContext } from "../context.js";
import { selectIndexMap } from "../indexMap/selectIndexMap.js";
import type { Connection } from "../paging/connection.js";
import { RunType } from "../run/run.type.js";
import { UnitConnection, UnitFilter, UnitOrder, UnitType, type UnitValueType } from "./unit.type.js";
import { unitDetail } from "./unitDetail.js";
import { emptyUnitPage, unitPage } from "./unitPage.js";

@Resolver(() => RunType)
export class RunUnitsResolver {
  @FieldResolver(() => UnitConnection, {
    description: "Units of a checkpoint by one of their values. Units without a value are never listed.",
  })
  async units(
    @Root() { row }: RunType,
    @Ctx() { db, values }: ApiContext,
    @Arg("where", () => UnitFilter, { description: "Which value, and which units." }) where: UnitFilter,
    @Arg("orderBy", () => UnitOrder, {
      nullable: true,
      defaultValue: UnitOrder.VALUE_DESC,
      description: "Order of the list.",
    })
    orderBy: UnitOrder | null,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: 50,
      description: "Entries of a page, 1 to 500.",
    })
    first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Cursor: entries after it." }) after?: string,
  ): Promise<Connection<UnitValueType>> {
    const map = await selectIndexMap(db, row, where, "where");
    if (!map) return emptyUnitPage();
    const request = { where, orderBy: orderBy ?? UnitOrder.VALUE_DESC, first: first ?? 50, after };
    return unitPage(map, await values.of(map), request);
  }

  @FieldResolver(() => UnitType, {
    nullable: true,
    description: "One unit with all its indices; null until the run succeeded.",
  })
  unit(
    @Root() { row }: RunType,
    @Ctx() { db }: ApiContext,
    @Arg("checkpoint", () => String, { description: "Name of the checkpoint." }) checkpoint: string,
    @Arg("channel", () => Int, { description: "Channel, from 0." }) channel: number,
    @Arg("y", () => Int, { nullable: true, defaultValue: 0, description: "Row, from 0." }) y: number | null,
    @Arg("x", () => Int, { nullable: true, defaultValue: 0, description: "Column, from 0." }) x:
      | number
      | null,
  ): Promise<UnitType | null> {
    return unitDetail(db, row, { checkpoint, channel, y: y ?? 0, x: x ?? 0 });
  }
}
