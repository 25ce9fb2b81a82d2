import { type Answer, asObject, describeAnswer, textOf } from "../answer.ts";
import { defineCheck, failed, passed, whenGathered } from "../check.ts";

export const refreshRace = defineCheck({
  id: "refresh-race",
  group: "person",
  claim: "Two refreshes at once leave the client with a token that works",
  judge({ person }) {
    return whenGathered(person.refreshRace, ({ first, second, later }) => {
      const fix = "for some seconds answer a repeated refresh token again: SDKs send it twice, and clients share it";
      const refused = [first, second].find(({ status }) => status !== 200);
      if (refused !== undefined) return failed(`one of two refreshes at once gives ${tell(refused)}`, fix);
      const dead = later.find(({ status }) => status !== 200);
      return dead === undefined
        ? passed()
        : failed(`of the tokens from two refreshes at once, one gives ${tell(dead)}`, fix);
    });
  },
});

function tell(answer: Answer): string {
  return `${describeAnswer(answer)} ${textOf(asObject(answer.json), "error") ?? ""}`.trimEnd();
}
