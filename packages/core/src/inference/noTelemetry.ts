// ONNX Runtime's builds report what is run to Microsoft: they write a log into the temporary folder and an identifier
// of the machine into the user's cache, and send events over the network. This is read when the runtime is loaded, so
// it has to be set before; only the main thread of a process can set it. Who wants the reports sets it to 0.
process.env["ORT_DISABLE_TELEMETRY"] ||= "1";
