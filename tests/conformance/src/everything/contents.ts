/** What the official conformance tool asks servers for, as far as it always stays the same. */

const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const silence = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

const image = { type: "image" as const, data: pixel, mimeType: "image/png" };

export function textOf(text: string) {
  return { type: "text" as const, text };
}

function resourceOf(uri: string, mimeType: string, text: string) {
  return { type: "resource" as const, resource: { uri, mimeType, text } };
}

/** Tools that take nothing, with the content of their answer. */
export const plainTools = {
  test_simple_text: [textOf("This is a simple text response for testing.")],
  test_image_content: [image],
  test_audio_content: [{ type: "audio" as const, data: silence, mimeType: "audio/wav" }],
  test_embedded_resource: [
    resourceOf("test://embedded-resource", "text/plain", "This is an embedded resource content."),
  ],
  test_multiple_content_types: [
    textOf("Multiple content types test:"),
    image,
    resourceOf("test://mixed-content-resource", "application/json", '{"test":"data","value":123}'),
  ],
};

/** Resources by address, with one of their contents. */
export const plainResources = {
  "test://static-text": { mimeType: "text/plain", text: "This is the content of the static text resource." },
  "test://static-binary": { mimeType: "image/png", blob: pixel },
  "test://watched-resource": { mimeType: "text/plain", text: "Somebody may watch this." },
};

export const template = "test://template/{id}/data";

export function readTemplate(uri: URL, id: string) {
  const text = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` });
  return { contents: [{ uri: uri.href, mimeType: "application/json", text }] };
}

function promptOf(...contents: readonly (typeof image | ReturnType<typeof textOf> | ReturnType<typeof resourceOf>)[]) {
  return { messages: contents.map((content) => ({ role: "user" as const, content })) };
}

export const prompts = {
  simple: promptOf(textOf("This is a simple prompt for testing.")),
  withImage: promptOf(image, textOf("Please analyze the image above.")),
  withArguments: (arg1: string, arg2: string) =>
    promptOf(textOf(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  withResource: (uri: string) =>
    promptOf(
      resourceOf(uri, "text/plain", "Embedded resource content for testing."),
      textOf("Please process the embedded resource above."),
    ),
};

/** What may complete the first argument of the prompt with two. */
export const completions = ["paris", "park", "party"];
