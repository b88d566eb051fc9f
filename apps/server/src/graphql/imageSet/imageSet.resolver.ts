import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { findImageSet, findImageSetByName } from "../../db/imageSets.js";
import { importImageArchive } from "../../importing/importImageArchive.js";
import type { ApiContext } from "../context.js";
import { badInput } from "../errors.js";
import { localId } from "../globalId.js";
import type { Connection } from "../paging/connection.js";
import { keysetPage } from "../paging/keysetPage.js";
import { ImagePartitionType, ImageSetConnection, ImageSetType } from "./imageSet.type.js";

@Resolver(() => ImageSetType)
export class ImageSetResolver {
  @Query(() => ImageSetConnection, { description: "Image sets, the newest first." })
  imageSets(
    @Ctx() { db }: ApiContext,
    @Arg("first", () => Int, {
      defaultValue: 50,
      nullable: true,
      description: "Entries of a page, 1 to 500.",
    })
    first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Cursor: entries after it." }) after?: string,
  ): Promise<Connection<ImageSetType>> {
    return keysetPage({
      list: "imageSets",
      order: { column: "createdAt", direction: "desc" },
      first: first ?? 50,
      after,
      find: (where, orderBy, take) => db.imageSet.findMany({ where, orderBy, take }),
      count: () => db.imageSet.count(),
      toNode: (row) => new ImageSetType(row),
    });
  }

  @Query(() => ImageSetType, {
    nullable: true,
    description: "An image set by id or by name; null when there is none.",
  })
  async imageSet(
    @Ctx() { db }: ApiContext,
    @Arg("id", () => ID, { nullable: true, description: "Give this or the name." }) id?: string,
    @Arg("name", () => String, { nullable: true, description: "Give this or the id." }) name?: string,
  ): Promise<ImageSetType | null> {
    if ((id == null) === (name == null)) throw badInput("id", "Give either id or name.");
    const row =
      id != null ? await findImageSet(db, localId("ImageSet", id)) : await findImageSetByName(db, name ?? "");
    return row && new ImageSetType(row);
  }

  @FieldResolver(() => [ImagePartitionType], {
    description: "The parts of the set, in the order of their names.",
  })
  partitions(@Root() { row }: ImageSetType, @Ctx() { loaders }: ApiContext): Promise<ImagePartitionType[]> {
    return loaders.partitions.load(row.id);
  }

  @Mutation(() => ImageSetType, {
    description:
      "Register an uploaded archive of images (.zip, .tar, .tar.gz): <partition>/<class>/<file>, <class>/<file> or files alone. Bad images refuse the whole, all of them named, unless they are skipped.",
  })
  async importImageSet(
    @Ctx() { db, blobs, uploads, unpackLimitBytes }: ApiContext,
    @Arg("uploadId", () => ID, { description: "As POST /uploads gave it." }) uploadId: string,
    @Arg("name", () => String, { description: "Unique name, 1 to 200 characters." }) name: string,
    @Arg("skipBadImages", () => Boolean, {
      defaultValue: false,
      nullable: true,
      description: "Leave images out that cannot be read, and list them in the set.",
    })
    skipBadImages: boolean | null,
  ): Promise<ImageSetType> {
    const path = await uploads.fileOf(uploadId);
    const row = await importImageArchive(db, blobs, {
      path,
      name,
      unpackLimitBytes,
      skipBadImages: skipBadImages ?? false,
    });
    await uploads.discard(uploadId);
    return new ImageSetType(row);
  }
}
