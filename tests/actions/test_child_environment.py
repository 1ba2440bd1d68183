from actions.child_environment import child_environment


def test_programs_do_not_inherit_what_importing_opencv_adds() -> None:
    environment = {
        "QT_QPA_PLATFORM_PLUGIN_PATH": "/venv/cv2/qt/plugins",
        "QT_QPA_PLATFORM": "xcb",
        "LD_LIBRARY_PATH": "/venv/cv2/../lib64:/opt/lib",
        "HOME": "/home/ana",
    }
    assert child_environment(environment) == {
        "QT_QPA_PLATFORM": "xcb",
        "LD_LIBRARY_PATH": "/opt/lib",
        "HOME": "/home/ana",
    }
    assert "LD_LIBRARY_PATH" not in child_environment({"LD_LIBRARY_PATH": "/venv/cv2/../lib64:"})


def test_programs_do_not_inherit_what_opens_our_doors() -> None:
    ours = {"GUI_AGENT_TOKEN": "t", "GUI_AGENT_SECRET_PASSWORD": "p", "GUI_AGENT_MODEL_KEY": "k"}
    assert child_environment({**ours, "GUI_AGENT_RUNS": "/runs"}) == {"GUI_AGENT_RUNS": "/runs"}
