"""A program that has set up OpenTelemetry and serves a moot: it asks the door, and prints the spans that came of it."""

import json

import httpx2
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.web.conftest import posted, street
from tests.web.lines import line

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
TRACED = {"traceparent": f"00-{TRACE}-{PARENT}-01"}

kept, provider = InMemorySpanExporter(), TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(kept))
trace.set_tracer_provider(provider)
with street() as here:
    link = here.server.door.state.reception.invite(None)
    with httpx2.Client(base_url=here.url, headers=TRACED) as client:
        client.post("/api/v1/acts", json=posted(here.commit()))
        client.get("/api/v1/views/targets")
        client.get("/")
        client.get("/nowhere", headers={"accept": "text/html"})
        client.get(link)
    here.client.get("/healthz")
    with line(here) as before:
        before.say(b"nonsense\r\n\r\n").rest()
for span in kept.get_finished_spans():
    parent = span.parent and [f"{span.parent.trace_id:032x}", f"{span.parent.span_id:016x}"]
    print(json.dumps({"name": span.name, "parent": parent, "said": dict(span.attributes)}))  # noqa: T201
