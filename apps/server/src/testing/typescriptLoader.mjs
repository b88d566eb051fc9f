// Worker threads of tests take this first, so that they can run sources as they are.
import { register } from "tsx/esm/api";

register();
