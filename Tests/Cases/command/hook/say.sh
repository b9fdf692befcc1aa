# Plays a host whose agent runs a command: say.sh HOST COMMAND FLAG…
host=$1; command=$2; shift 2
case $host in
  claude-code | codex)
    printf '{"hook_event_name":"PreToolUse","session_id":"s1","cwd":"/repo","tool_name":"Bash",' ;;
  copilot) printf '{"sessionId":"s1","timestamp":1,"cwd":"/repo","toolName":"bash",' ;;
  cursor)
    printf '{"hook_event_name":"preToolUse","conversation_id":"s1","workspace_roots":["/repo"],'
    printf '"tool_name":"Shell",' ;;
  gemini)
    printf '{"hook_event_name":"BeforeTool","session_id":"s1","cwd":"/repo",'
    printf '"tool_name":"run_shell_command",' ;;
esac > "$SCRATCH/event"
case $host in
  copilot) printf '"toolArgs":{"command":"%s"}}' "$command" ;;
  *) printf '"tool_input":{"command":"%s"}}' "$command" ;;
esac >> "$SCRATCH/event"
weir hook --host "$host" --principal ana --shell bash --clock "${NOW-2026-05-01T10:00:00Z}" "$@" \
  < "$SCRATCH/event"
