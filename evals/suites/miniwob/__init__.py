"""MiniWoB++: small web tasks in a real browser, seen as pixels and worked by mouse and keyboard."""
